#!/usr/bin/env bash
# Packs tests, benchmarks and program with the .NET runtime into one archive, for a machine that has an NVIDIA driver and nothing else:
#
#   scripts/gpu-bundle.sh [stn-gpu-bundle.tar.xz]
#   there: tar -xf stn-gpu-bundle.tar.xz && stn-gpu-bundle/check.sh
#
# Wants a package source with ILGPU. MNIST goes along where STN_DATA names a folder that holds mnist/*.gz.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
archive=$(realpath -m "${1:-stn-gpu-bundle.tar.xz}")
most_mib=56

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/stn-gpu-bundle
mkdir -p "$bundle/app"

cd "$repository"
for project in Tests Benchmarks Stn; do
    dotnet publish "$project" --output "$bundle/app" --verbosity quiet
done
if [ ! -f "$bundle/app/ILGPU.dll" ]; then
    echo "This build has no ILGPU, so there is nothing to check on a GPU: build where the package source has ILGPU and ILGPU.Algorithms." >&2
    exit 1
fi

# Not used there: documentation, symbols, other systems' libraries, the disassembler and the tracing of BenchmarkDotNet.
find "$bundle/app" \( -name '*.xml' -o -name '*.pdb' -o -name '*.lib' -o -name '*.config' \) -delete
find "$bundle/app/runtimes" -mindepth 1 -maxdepth 1 ! -name 'linux*' ! -name unix -exec rm -rf {} + 2>/dev/null || true
rm -rf "$bundle/app"/{amd64,x86,arm64,BuildHost-*} "$bundle/app"/runtimes/*/native/libcapstone*

root=
for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    runtime=$(dotnet --list-runtimes | awk -v name=$framework '$1 == name && $2 ~ /^10\./ { version = $2; folder = $3 } END { gsub(/[][]/, "", folder); print folder "/" version }')
    mkdir -p "$bundle/dotnet/shared/$framework"
    cp -r "$runtime" "$bundle/dotnet/shared/$framework/"
    root=$(dirname "$(dirname "$(dirname "$runtime")")")
done
cp -r "$root/host" "$root/dotnet" "$root/LICENSE.txt" "$root/ThirdPartyNotices.txt" "$bundle/dotnet/"

cp Benchmarks/Peer/torch_peer.py scripts/gpu-check.sh THIRD-PARTY-NOTICES.md scripts/gpu-bundle-notices.md "$bundle/"
mv "$bundle/gpu-check.sh" "$bundle/check.sh"
chmod +x "$bundle/check.sh"
git rev-parse HEAD > "$bundle/commit.txt"
if [ -n "${STN_DATA:-}" ] && [ -d "$STN_DATA/mnist" ]; then
    mkdir -p "$bundle/data/mnist"
    cp "$STN_DATA"/mnist/*.gz "$bundle/data/mnist/"
fi

tar -C "$work" -c stn-gpu-bundle | xz -9 --threads=1 > "$archive"
mib=$(( ($(stat -c %s "$archive") + 1048575) / 1048576 ))
echo "$archive: $mib MiB"
if [ "$mib" -ge "$most_mib" ]; then
    echo "That is more than the $most_mib MiB it should stay under." >&2
    exit 1
fi
