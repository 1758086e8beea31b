#!/bin/sh
# The main job on the built-in corpus, each command shown before its answer. Usage: docs/demo.sh FOLDER
set -eu
out=${1:-.}
export DELICTI_HOME="$out/empty"

echo "All that follows is the built-in digest: our own plain-English re-telling, not the laws' own words."
say() {
    printf '\n$ delicti'
    for word in "$@"; do case "$word" in *' '*|*'('*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
    delicti "$@" 2>/dev/null
}

say compare trafficking,organ_removal --elements 'object.*' -j KZ,UA,CZ,RO,DE,FR
say compare trafficking --all --csv -o "$out/trafficking.csv"
echo "Written: $out/trafficking.csv ($(wc -l < "$out/trafficking.csv") lines)"
say gap KZ:128 --concept trafficking -j UA,DE,CZ,INTL
say wordings object.cells -j CZ,RO,FR
say search 'organs AND tissues' --facets
say search 'organs AND tissues' -j KZ,UA,CZ --kwic 6
say search 'organs AND tissues' --csv -o "$out/organs-and-tissues.csv"
echo "Written: $out/organs-and-tissues.csv ($(wc -l < "$out/organs-and-tissues.csv") lines)"
say search 'organs OR tissues OR cells' --matrix
say show 'KZ:128(2)(7)'
say export -j KZ,UA,DE,CZ -o "$out/four.csv"
echo "Written: $out/four.csv ($(wc -l < "$out/four.csv") lines)"
