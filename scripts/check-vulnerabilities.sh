#!/usr/bin/env bash
# Asks the package sources which of the packages are known to be vulnerable. One that ships is a failure, one that only builds or tests is a line,
# and so is a source that cannot tell. Wants a restored solution.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
for project in Kernels Engine Datasets Stn Tests Benchmarks; do
    if ! answer=$(timeout 120 dotnet list "$project" package --vulnerable --include-transitive --no-restore --format json 2>&1); then
        echo "$project: the package sources do not tell whether packages are vulnerable: $(grep -m 1 -oE '(NU[0-9]+|[Ee]rror)[^"]*' <<< "$answer" || echo 'no answer')"
    elif ! grep -q '"projects"' <<< "$answer"; then
        echo "$project: the package sources do not tell whether packages are vulnerable."
    elif grep -q '"vulnerabilities"' <<< "$answer"; then
        echo "$project: vulnerable packages:"
        grep -E '"(id|resolvedVersion|severity|advisoryurl)"' <<< "$answer"
        case $project in Tests | Benchmarks) ;; *) failed=1 ;; esac
    else
        echo "$project: no package is known to be vulnerable."
    fi
done
exit "$failed"
