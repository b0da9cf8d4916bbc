#!/usr/bin/env bash
# shellcheck disable=SC2016 # shell text for other shells
# Makes a release twice, in two folders, and tries what it consists of:
#   - both are equal: programs, assemblies, the Debian package and the bill of materials byte by byte, packages but for the times in them;
#   - the program for this machine, without .NET, runs its main job: generates candles, runs a backtest, serves, answers /health, ends at SIGTERM.
#     Hangfire's libraries beside it are those that it uses. The other programs are inspected: their systems, and the files beside them;
#   - the dotnet tool is installed from its package and does the same; a new project uses the libraries from theirs, with the code of their READMEs;
#   - the symbols contain every source, and, if origin is an address at GitHub, know where each is;
#   - the bill of materials names all packages, each with its version, hash and licence, and obeys CycloneDX's schema;
#   - in a fresh Debian 12 (debootstrap) with nothing but the Debian package an ordinary user and the package's own do the main job; an upgrade, a
#     removal and a purge leave what they should.
#   scripts/check_release.sh          leaves the release in artifacts/release
#   scripts/check_release.sh FOLDER   in another folder
# Needs root on Debian or Ubuntu (x64), what scripts/release.sh needs, file, half an hour and 8 GB below TMPDIR (/tmp).
# Exit code: 0 all as expected; 1 something is not; 2 a requirement is missing.
set -euo pipefail
repository=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")
. "$repository/scripts/debian_roots.sh"

stop() {
  echo "check_release.sh: $1" >&2
  exit 2
}

case ${1:-} in
  -h | --help) sed -n '3,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  -*) stop "unknown option '$1'; there is --help" ;;
esac
[ $# -le 1 ] || stop 'name one folder'
[ "$(uname -m)" = x86_64 ] || stop 'the programs that it runs are for x64'
for command in dotnet git jq unzip file dpkg-deb; do
  command -v $command >/dev/null || stop "it needs $command"
done
release=$(readlink -m "${1:-$repository/artifacts/release}")
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$repository/Directory.Build.props")
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
prepare_roots ''
work=$roots
mkdir "$work/tmp"
export TMPDIR=$work/tmp # the SDK and its tools leave files

# All functions below are run by `ends`.
# shellcheck disable=SC2317
{
make() {
  "$repository/scripts/release.sh" "$release" || return
  "$repository/scripts/release.sh" "$work/second" >/dev/null
}

# Compares the contents of two packages, without the times at which their files were made.
same_package() {
  rm -rf "$work/one" "$work/two"
  unzip -q "$1" -d "$work/one"
  unzip -q "$2" -d "$work/two"
  diff -rq "$work/one" "$work/two"
}

same() {
  local name different=0
  diff <(ls "$release") <(ls "$work/second") || return
  while read -r name; do
    case $name in
      SHA256SUMS) ;; # differs as packages do
      *.nupkg | *.snupkg)
        if cmp -s "$release/$name" "$work/second/$name"; then echo "equal: $name"
        elif same_package "$release/$name" "$work/second/$name"; then echo "equal but for times: $name"
        else different=1
        fi
        ;;
      *)
        if cmp "$release/$name" "$work/second/$name"; then echo "equal: $name"
        else different=1
        fi
        ;;
    esac
  done < <(ls "$release")
  return "$different"
}

sums() { (cd "$release" && sha256sum -c --quiet SHA256SUMS); }

# Runs a command without .NET, in a new folder: alone COMMAND...
alone() {
  local home
  home=$(mktemp -d "$work/home.XXXXXX")
  (cd "$home" && env -i PATH=/usr/bin:/bin HOME="$home" LC_ALL=C.UTF-8 "$@")
}

unpack() { mkdir -p "$work/programs" && tar -xzf "$release/bokgi-$version-linux-x64.tar.gz" -C "$work/programs"; }

# A page of Hangfire shows a text that another one of the same length replaced in its library.
hangfire_is_replaceable() {
  local program=$work/changed
  cp -r "$work/programs/bokgi-$version-linux-x64" "$program"
  ls "$program"/Hangfire.{AspNetCore,Core,InMemory,NetCore,PostgreSql}.dll "$program"/COPYING{,.LESSER} || return
  LC_ALL=C sed -i 's/Recurring Jobs/Changed by me!/g' "$program/Hangfire.Core.dll"
  alone bash -c 'set -e
    log=$PWD/serve.log path=/jobs
    PORT=0 "$1" serve >"$log" 2>&1 &
    server=$!
    trap "kill $server 2>/dev/null || true" EXIT
    '"$ask_health"'
    grep -m1 "Changed by me!" "$log.page"' changed "$program/bokgi"
}

inspect() {
  local system=$1 kind=$2 program extension=
  [ "$system" != win-x64 ] || extension=.exe
  if [ "$system" = win-x64 ]; then
    [ -e "$release/bokgi-$version-$system.zip" ] || { echo "not made: $system"; return; }
    unzip -q "$release/bokgi-$version-$system.zip" -d "$work/programs" || return
  else
    [ -e "$release/bokgi-$version-$system.tar.gz" ] || { echo "not made: $system"; return; }
    tar -xzf "$release/bokgi-$version-$system.tar.gz" -C "$work/programs" || return
  fi
  program=$work/programs/bokgi-$version-$system
  (
    cd "$program" || exit
    ls Bokgi.Host.xml Hangfire.{AspNetCore,Core,InMemory,NetCore,PostgreSql}.dll COPYING COPYING.LESSER LICENSE THIRD-PARTY-NOTICES CHANGELOG.md \
      Microsoft.{NETCore,AspNetCore}.App.{LICENSE,THIRD-PARTY-NOTICES} >/dev/null || exit
    find . -maxdepth 1 -type f \( -name "bokgi$extension" -o -name '*ParquetSharpNative.*' -o -name '*e_sqlite3.*' \) ! -name '*.xml' -exec file -b {} + >kinds || exit
    sed "s/^/  /" kinds
    if [ "$(grep -c "$kind" kinds)" != 3 ] || [ "$(wc -l <kinds)" != 3 ]; then echo "not three files of $system"; exit 1; fi
    if [ -z "$extension" ] && [ ! -x bokgi ]; then echo 'bokgi is not executable'; exit 1; fi
  )
}

tool() {
  dotnet tool install Bokgi.Tool --version "$version" --tool-path "$work/tool" --source "$release" || return
  (cd "$(mktemp -d "$work/home.XXXXXX")" && bash -c "$main_job" main_job "$work/tool/bokgi")
}

# A project that gets Bokgi's packages from the release, all others as usual, and keeps none of them: library NAME
library() {
  local project=$work/uses-$1
  mkdir -p "$project"
  cat >"$project/nuget.config" <<XML
<configuration>
  <config><add key="globalPackagesFolder" value="$work/nuget" /></config>
  <fallbackPackageFolders><add key="cache" value="$cache" /></fallbackPackageFolders>
  <packageSources><add key="release" value="$release" /></packageSources>
  <packageSourceMapping>
    <packageSource key="release"><package pattern="Bokgi" /><package pattern="Bokgi.*" /></packageSource>
    <packageSource key="nuget.org"><package pattern="*" /></packageSource>
  </packageSourceMapping>
</configuration>
XML
  cat >"$project/Uses.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="$1" Version="$version" /></ItemGroup>
</Project>
XML
  unzip -p "$release/$1.$version.nupkg" README.md | sed -n '/^```csharp$/,/^```$/p' | sed '1d;$d' >"$project/Program.cs"
  [ -s "$project/Program.cs" ] || { echo 'the README has no example'; return 1; }
  (cd "$project" && dotnet run -v quiet)
}

# Prints what the symbols of the packages in a folder say about sources: sources_of FOLDER
sources_of() {
  local name
  rm -rf "$work/symbols"
  mkdir "$work/symbols"
  for name in Bokgi Bokgi.MarketData; do
    unzip -qj "$1/$name.$version.snupkg" "lib/net10.0/$name.pdb" -d "$work/symbols" || return
  done
  cp "$repository/scripts/list_sources.cs" "$work/symbols/"
  (cd "$work/symbols" && dotnet run list_sources.cs -- Bokgi.pdb Bokgi.MarketData.pdb)
}

symbols() {
  sources_of "$release" >"$work/sources" || return
  cat "$work/sources"
  jq -se 'length == 2 and all(.documents > 100 and .outside == [] and .withoutSource == [])' "$work/sources"
}

# With an address at GitHub as origin, the symbols know where each source is. The address is invented, because this tries the map only.
source_link() {
  local commit
  git clone -q "$repository" "$work/linked"
  git -C "$work/linked" remote set-url origin https://github.com/example/bokgi.git
  commit=$(git -C "$work/linked" rev-parse HEAD)
  for name in Bokgi Bokgi.MarketData; do
    dotnet pack "$work/linked/src/$name" -c Release --nologo -v quiet -p:ContinuousIntegrationBuild=true -p:EmbedAllSources=true -o "$work/linked/made" || return
  done
  sources_of "$work/linked/made" >"$work/sources" || return
  jq -c .sourceLink "$work/sources"
  jq -se --arg map "https://raw.githubusercontent.com/example/bokgi/$commit/*" 'length == 2 and all(.outside == [] and .sourceLink.documents == {"/_/*": $map})' "$work/sources" || return
  unzip -p "$work/linked/made/Bokgi.$version.nupkg" Bokgi.nuspec | grep "<repository type=\"git\" url=\"https://github.com/example/bokgi.git\".* commit=\"$commit\""
}

# The schema of CycloneDX, which the tool contains that finds the packages.
schema() {
  local project=$work/schema tool
  tool=$cache/cyclonedx/$(jq -r .tools.cyclonedx.version "$repository/.config/dotnet-tools.json")/tools/net10.0/any
  mkdir "$project"
  cat >"$project/Schema.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><Reference Include="$tool/*.dll" Exclude="$tool/System*.dll;$tool/Microsoft*.dll" /></ItemGroup>
</Project>
XML
  cat >"$project/Program.cs" <<'CODE'
using var bom = System.IO.File.OpenRead(args[0]);
var result = await CycloneDX.Json.Validator.ValidateAsync(bom, CycloneDX.SpecificationVersion.v1_6);
foreach (var message in result.Messages ?? [])
    System.Console.WriteLine(message);
return result.Valid ? 0 : 1;
CODE
  dotnet run --project "$project" -v quiet -- "$release/bokgi-$version.cdx.json"
}

materials() {
  local bom=$release/bokgi-$version.cdx.json
  unzip -p "$release/Bokgi.Tool.$version.nupkg" '*/Bokgi.Host.deps.json' | jq '[.libraries | to_entries[] | select(.value.type == "package") | .key | sub("/"; " ")]' >"$work/shipped.json"
  jq -r '"\(.components | length) components, \(.serialNumber)"' "$bom"
  jq -e --slurpfile shipped "$work/shipped.json" --arg version "$version" '
    .bomFormat == "CycloneDX" and .specVersion == "1.6" and .version == 1
    and (.serialNumber | test("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"))
    and (.metadata.timestamp | fromdateiso8601 > 0)
    and .metadata.component.name == "bokgi" and .metadata.component.version == $version
    and ($shipped[0] - [.components[] | "\(.name) \(.version)"] == [])
    and ([.components[] | select(.name | startswith("Microsoft.NETCore.App.Runtime."))] | length > 0)
    and ([.components[] | select(.name | test("Bokgi|Microsoft.EntityFrameworkCore.Design|Analyzers$")) | select(.name != "Microsoft.EntityFrameworkCore.Analyzers")] == [])
    and (.components | all(.type == "library" and (.version | length > 0) and .purl == "pkg:nuget/\(.name)@\(.version)"
      and (.hashes | length == 1 and .[0].alg == "SHA-512" and (.[0].content | test("^[0-9A-F]{128}$")))
      and (.licenses | length == 1 and (.[0].license.id // .[0].expression // "" | length > 0))))
    and ([.components[]."bom-ref", .metadata.component."bom-ref"] | length == (unique | length))
    and (([.dependencies[].ref] | sort) == ([.components[]."bom-ref", .metadata.component."bom-ref"] | sort))
    and ([.dependencies[].dependsOn[]?] - [.components[]."bom-ref"] == [])' "$bom"
}

# Shell text: main_job PROGRAM
main_job='bokgi=$1
  set -e
  "$bokgi" --version
  "$bokgi" generate --symbols BTC_KRW,ETH_KRW
  "$bokgi" backtest --symbols "*" --strategy volume_long_candle --timeframe 1H
  log=$PWD/serve.log
  PORT=0 "$bokgi" serve >"$log" 2>&1 &
  server=$!
  trap "kill \$server 2>/dev/null || true" EXIT
  '$ask_health

install_package() {
  make_root debian || return
  cp "$release"/bokgi_*_amd64.deb "$roots/debian/root/bokgi.deb"
  enter debian root 'set -eo pipefail
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /root/bokgi.deb 2>&1 | grep -v "^(Reading database"
    if command -v dotnet; then exit 1; fi
    stat -c "%A %U:%G %n" /etc/bokgi/bokgi.env /var/lib/bokgi
    [ "$(stat -c "%a %U:%G" /etc/bokgi/bokgi.env)" = "640 root:bokgi" ]
    [ "$(stat -c "%a %U:%G" /var/lib/bokgi)" = "750 bokgi:bokgi" ]
    getent passwd bokgi | grep ":/var/lib/bokgi:/usr/sbin/nologin$"
    dpkg --verify bokgi'
}

as_the_services_do='set -e
  cd /var/lib/bokgi
  log=/tmp/bokgi-service.log
  setpriv --reuid=bokgi --regid=bokgi --init-groups env -i PATH=/usr/bin:/bin sh -c "set -a; . /etc/bokgi/bokgi.env; PORT=0 exec bokgi serve" >$log 2>&1 &
  server=$!
  '$ask_health'
  ls -l /var/lib/bokgi'

upgrade_and_remove='set -e
  export DEBIAN_FRONTEND=noninteractive
  echo "#mine" >>/etc/bokgi/bokgi.env
  apt-get install -y -qq --reinstall /root/bokgi.deb
  grep -q "#mine" /etc/bokgi/bokgi.env
  [ "$(stat -c "%a %U:%G" /etc/bokgi/bokgi.env)" = "640 root:bokgi" ]
  apt-get remove -y -qq bokgi
  [ ! -e /usr/lib/bokgi ]
  [ ! -e /usr/bin/bokgi ]
  [ -e /etc/bokgi/bokgi.env ]
  apt-get purge -y -qq bokgi
  [ ! -e /etc/bokgi ]
  [ -e /var/lib/bokgi/bokgi.db ]
  getent passwd bokgi'
}

ends 0 'a release made twice' make
[ $failed = 0 ] || exit 1
ends 0 'both are equal' same
ends 0 'the checksums' sums
ends 0 'linux-x64: unpacks' unpack
ends 0 'linux-x64: the main job, without .NET' alone bash -c "$main_job" main_job "$work/programs/bokgi-$version-linux-x64/bokgi"
ends 0 'linux-x64: a changed Hangfire is used' hangfire_is_replaceable
ends 0 'linux-arm64: files' inspect linux-arm64 'ELF 64-bit LSB.*ARM aarch64'
ends 0 'win-x64: files' inspect win-x64 'PE32+ executable.*x86-64'
ends 0 'osx-arm64: files' inspect osx-arm64 'Mach-O 64-bit.*arm64'
ends 0 'the dotnet tool: installs, and does the main job' tool
ends 0 'the package Bokgi: the example of its README' library Bokgi
ends 0 'the package Bokgi.MarketData: the example of its README' library Bokgi.MarketData
ends 0 'the symbols contain all sources' symbols
ends 0 'source link, with an origin at GitHub' source_link
ends 0 'the bill of materials: its schema' schema
ends 0 'the bill of materials: what it says' materials
ends 0 'a fresh Debian: installs the package' install_package
ends 0 'a fresh Debian: the main job as an ordinary user' enter debian somebody "cd; set -- bokgi; $main_job"
ends 0 'a fresh Debian: the server as the user bokgi, with /etc/bokgi/bokgi.env' enter debian root "$as_the_services_do"
ends 0 'a fresh Debian: installed over itself, removed and purged' enter debian root "$upgrade_and_remove"
exit $failed
