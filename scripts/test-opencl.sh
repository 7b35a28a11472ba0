#!/usr/bin/env bash
# Runs the suite on a real OpenCL device on any machine: PoCL, which computes on the CPU, in a Debian 14 root.
# (PoCL 6 of Debian 13 aborts in LLVM, "Instruction Combining did not reach a fixpoint": github.com/pocl/pocl/issues/1608.)
#
#   sudo scripts/test-opencl.sh [ROOT]      ROOT is made if it is not there (about 700 MB); default /var/cache/stn-opencl-root
#
# Wants root, debootstrap, a Debian mirror (STN_DEBIAN_MIRROR names another) and a package source with ILGPU.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
root=$(realpath -m "${1:-/var/cache/stn-opencl-root}")
mirror=${STN_DEBIAN_MIRROR:-http://deb.debian.org/debian}

stop() {
    echo "$1" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || stop "Making and entering a Debian root wants root: run it with sudo."
command -v debootstrap > /dev/null || stop "debootstrap is not here: apt-get install debootstrap."

work=$(mktemp -d)
mounted=()
clean_up() {
    for folder in "${mounted[@]}"; do
        umount -l "$folder"
    done
    rm -rf "$work" "$root/opt/stn"
}
trap clean_up EXIT

dotnet publish "$repository/Tests" --output "$work/tests" --verbosity quiet
[ -f "$work/tests/ILGPU.dll" ] || stop "This build has no ILGPU, so it has no OpenCL: build where the package source has ILGPU and ILGPU.Algorithms."

if [ ! -f "$root/etc/debian_version" ]; then
    debootstrap --variant=minbase --include=pocl-opencl-icd,ocl-icd-opencl-dev,libstdc++6,zlib1g,ca-certificates forky "$root" "$mirror" /usr/share/debootstrap/scripts/sid
fi

dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$root/opt/dotnet" "$root/opt/stn"
for pair in "/proc $root/proc" "/sys $root/sys" "/dev $root/dev" "$dotnet_root $root/opt/dotnet"; do
    read -r from to <<< "$pair"
    mount --bind "$from" "$to"
    mounted+=("$to")
done
cp -r "$work/tests/." "$root/opt/stn/"

# PoCL names its device opencl:0. What does not touch a device is tested elsewhere.
env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 STN_REQUIRE_DEVICES=opencl:0 STN_TEST_DEVICES=opencl:0 \
    chroot "$root" /opt/dotnet/dotnet /opt/stn/StnEngine.Tests.dll \
    --filter-namespace 'StnEngine.Tests.Operations*' --filter-namespace 'StnEngine.Tests.Golden*' --filter-namespace 'StnEngine.Tests.Autograd*' \
    --filter-namespace 'StnEngine.Tests.DeviceRules*' --filter-namespace 'StnEngine.Tests.Optimizers*' --filter-namespace 'StnEngine.Tests.Layers*' --filter-namespace 'StnEngine.Tests.Transformations*'
