#!/usr/bin/env bash
# Uses packages as others would: installs the tool and runs it, and builds and runs samples/OwnModel as a project of its own that refers to
# the libraries. Asks no package source but the folder; what the packages depend on must be where this repository was restored to. Nothing stays.
#
#   dotnet pack --output FOLDER && scripts/try-packages.sh FOLDER
set -euo pipefail
sample=$(cd "$(dirname "$0")/../samples/OwnModel" && pwd)
folder=$(realpath "$1")
restored=${NUGET_PACKAGES:-$HOME/.nuget/packages}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export NUGET_PACKAGES=$work/packages DOTNET_NOLOGO=1

version=$(basename "$folder"/StnEngine.Datasets.*.nupkg .nupkg)
version=${version#StnEngine.Datasets.}
cat > nuget.config <<XML
<configuration>
  <packageSources><clear /><add key="folder" value="$folder" /></packageSources>
  <fallbackPackageFolders><clear /><add key="restored" value="$restored" /></fallbackPackageFolders>
</configuration>
XML

echo "-- the tool $version"
dotnet tool install StnEngine.Tool --version "$version" --tool-path tool --configfile nuget.config
tool/stn devices
tool/stn train --dry-run --device cpu

echo "-- a project of its own"
mkdir own
cp "$sample/Program.cs" own/
cat > own/Own.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="StnEngine" Version="$version" />
    <PackageReference Include="StnEngine.Datasets" Version="$version" />
  </ItemGroup>
</Project>
XML
dotnet build own --configuration Release --output built --verbosity quiet
dotnet built/Own.dll
