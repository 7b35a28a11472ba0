#!/usr/bin/env bash
# Asks the package sources which of the packages are known to be vulnerable. One that ships is a failure, one that only tests and benchmarks use is a line,
# and so are sources that cannot tell. Wants a restored solution.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

# A source without a list of vulnerabilities finds none, without saying why.
can_tell() {
    local source
    for source in $(grep -oE '"https://[^"]+index\.json"' <<< "$1" | tr -d '"'); do
        if curl -fsS --max-time 30 "$source" 2>/dev/null | grep -q VulnerabilityInfo; then
            return 0
        fi
    done
    return 1
}

for project in Kernels Engine Datasets Stn Tests Benchmarks; do
    if ! answer=$(timeout 120 dotnet list "$project" package --vulnerable --include-transitive --no-restore --format json 2>&1); then
        reason=$(grep -m 1 -oE '"text": "[^"]*' <<< "$answer" | cut -c 10- || true)
        echo "$project: not known whether packages are vulnerable: ${reason:-no answer}"
    elif grep -q '"vulnerabilities"' <<< "$answer"; then
        echo "$project: vulnerable packages:"
        grep -E '"(id|resolvedVersion|severity|advisoryurl)"' <<< "$answer"
        case $project in Tests | Benchmarks) ;; *) failed=1 ;; esac
    elif ! can_tell "$answer"; then
        echo "$project: not known whether packages are vulnerable: the package sources have no list of vulnerabilities."
    else
        echo "$project: no package is known to be vulnerable."
    fi
done
exit "$failed"
