#!/usr/bin/env bash
# Part of the GPU bundle: checks and measures this machine's first CUDA device, in less than eight minutes.
#
#   ./check.sh [FOLDER]     results go to FOLDER (default: results), a table of them to FOLDER/RESULT.md
#
# Each part leaves a line in the table, also when another fails; the exit code is the number of parts that failed.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:-results}")
mkdir -p "$out"
export DOTNET_ROOT=$here/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export HOME=${HOME:-$out}
dotnet=$here/dotnet/dotnet
device=${STN_CHECK_DEVICE:-cuda:0}
table=$out/RESULT.md
failed=0
end=$((SECONDS + 465))

{
    echo "# GPU check"
    echo
    echo "Commit $(cat "$here/commit.txt"), $(date -u +%Y-%m-%d), device $device: $(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null | head -1), $(nproc) CPU cores."
    echo "Made by \`check.sh\` of the bundle of \`scripts/gpu-bundle.sh\`."
    echo
    echo "| part | result | seconds | what it said |"
    echo "|---|---|---|---|"
} > "$table"

# part NAME SECONDS SUMMARY COMMAND...: runs a command for so long at most; SUMMARY prints a line from its log.
part() {
    local name=$1 limit=$2 summary=$3 start=$SECONDS log result
    shift 3
    log=$out/$name.log
    [ $((end - SECONDS)) -lt "$limit" ] && limit=$((end - SECONDS))
    if [ "$limit" -lt 5 ]; then
        echo "| $name | not run: no time left | | |" >> "$table"
        failed=$((failed + 1))
        return
    fi
    timeout "$limit" "$@" > "$log" 2>&1
    case $? in
        0) result=passed ;;
        124) result="stopped after $limit s"; failed=$((failed + 1)) ;;
        *) result=FAILED; failed=$((failed + 1)) ;;
    esac
    echo "| $name | $result | $((SECONDS - start)) | $($summary "$log" | tr '|\n' '/ ' | cut -c1-400) |" >> "$table"
    echo "$name: $result"
}

last() { tail -1 "$1"; }
counts() { grep -E '^ *(total|failed|succeeded|skipped):' "$1"; }
accuracy() { grep -E '^(done|device)' "$1"; }
ours() { grep -c 'ms\|us\|ns' "$1"; }
peer() { grep -E 'train_step' "$1" | head -12; }

stn() { "$dotnet" "$here/app/Stn.dll" "$@"; }
export -f stn
export dotnet here out device

part tests 170 counts env STN_REQUIRE_DEVICES="$device" STN_TEST_DEVICES="$device" "$dotnet" "$here/app/StnEngine.Tests.dll" \
    --filter-namespace 'StnEngine.Tests.Operations*' --filter-namespace 'StnEngine.Tests.Golden*' --filter-namespace 'StnEngine.Tests.Autograd*' \
    --filter-namespace 'StnEngine.Tests.DeviceRules*' --filter-namespace 'StnEngine.Tests.Optimizers*' --filter-namespace 'StnEngine.Tests.Layers*' --filter-namespace 'StnEngine.Tests.Transformations*'
part digits 40 accuracy bash -c 'stn train --device "$device" --offline --out "$out/digits"'
part same-seed 40 last bash -c '
    stn train --device "$device" --offline --epochs 2 --out "$out/one" && stn train --device "$device" --offline --epochs 2 --out "$out/two" &&
    cmp "$out/one/model.safetensors" "$out/two/model.safetensors" &&
    cmp <(sed -E "s/\"(seconds|images_per_second)\":[^,}]*//g" "$out/one/log.jsonl") <(sed -E "s/\"(seconds|images_per_second)\":[^,}]*//g" "$out/two/log.jsonl") &&
    echo "two runs with one seed: the same bits in model.safetensors, the same log.jsonl but for times"'
part same-without-graph 30 last bash -c '
    stn train --device "$device" --offline --epochs 2 --no-graph --out "$out/plain" && cmp "$out/one/model.safetensors" "$out/plain/model.safetensors" &&
    echo "without the CUDA graph: the same bits"'
if [ -d "$here/data/mnist" ]; then
    part mnist 90 accuracy bash -c 'stn train --dataset mnist --data "$here/data" --device "$device" --offline --out "$out/mnist"'
else
    echo "| mnist | not run: the bundle was packed without it | | |" >> "$table"
fi
export STN_BENCHMARK_DEVICES=cpu,$device
part training-step 100 ours "$dotnet" "$here/app/StnEngine.Benchmarks.dll" --in-process --filter '*NetworkBenchmark.TrainingStep' --artifacts "$out/benchmarks"
if python3 -c 'import torch' 2>/dev/null; then
    part pytorch 45 peer python3 "$here/torch_peer.py" --device cuda --repeats 20
    part pytorch-tf32 45 peer python3 "$here/torch_peer.py" --device cuda --repeats 20 --tf32
else
    echo "| pytorch | not run: python3 has no torch | | |" >> "$table"
fi
part operations 150 ours "$dotnet" "$here/app/StnEngine.Benchmarks.dll" --in-process --filter '*OperationBenchmark*' --artifacts "$out/benchmarks"

# The tables that BenchmarkDotNet made, and PyTorch's lines.
for report in "$out"/benchmarks/results/*-github.md; do
    [ -f "$report" ] && { echo; echo "## $(basename "$report" -report-github.md)"; echo; cat "$report"; } >> "$table"
done
for log in "$out"/pytorch*.log; do
    [ -f "$log" ] && { echo; echo "## $(basename "$log" .log)"; echo; echo '```'; cat "$log"; echo '```'; } >> "$table"
done
cat "$table"
exit "$failed"
