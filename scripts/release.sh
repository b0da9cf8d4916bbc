#!/usr/bin/env bash
# Makes everything that a release consists of from the committed state: the packages Bokgi, Bokgi.MarketData (with symbols) and Bokgi.Tool, the
# self-contained programs for linux-x64, linux-arm64, win-x64 and osx-arm64, the package for Debian and Ubuntu, the bill of materials, the
# licences, the changelog and the checksums.
#   scripts/release.sh          into artifacts/release
#   scripts/release.sh FOLDER   into another folder
# The version is that of Directory.Build.props. The same commit gives the same files in any folder: times are those of the commit. It refuses
# uncommitted changes, a version without a section in CHANGELOG.md, and a folder that contains other files. If NuGet does not serve the runtime
# of a system, it says so and makes the rest.
# Source link needs a public address: that of `origin`. Without one, the symbols still contain the sources.
# Needs the .NET 10 SDK, git, jq, zip, unzip and dpkg-deb. scripts/check_release.sh tries what it makes.
# Exit code: 0 all or all that is served; 1 something failed; 2 a requirement is missing.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
repository=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")
systems=(linux-x64 linux-arm64 win-x64 osx-arm64)

stop() {
  echo "release.sh: $1" >&2
  exit 2
}

fail() {
  echo "release.sh: $1" >&2
  exit 1
}

case ${1:-} in
  -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  -*) stop "unknown option '$1'; there is --help" ;;
esac
[ $# -le 1 ] || stop 'name one folder'
for command in dotnet git jq zip unzip dpkg-deb; do
  command -v $command >/dev/null || stop "it needs $command"
done

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$repository/Directory.Build.props")
git -C "$repository" rev-parse HEAD >/dev/null 2>&1 || stop 'a release is made from a git repository'
[ -z "$(git -C "$repository" status --porcelain)" ] || stop 'there are uncommitted changes; a release is made from a commit'
grep -qF "## [$version]" "$repository/CHANGELOG.md" || stop "CHANGELOG.md has no section '## [$version]'"
commit=$(git -C "$repository" rev-parse HEAD)
SOURCE_DATE_EPOCH=$(git -C "$repository" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

target=$(readlink -m "${1:-$repository/artifacts/release}")
mkdir -p "$target"
present=$(find "$target" -mindepth 1 ! -name SHA256SUMS -printf '%P\n' | sort)
earlier=$(sed 's/^[^ ]*  //' "$target/SHA256SUMS" 2>/dev/null | sort || true) # of an earlier release
[ "$present" = "$earlier" ] || stop "$target contains other files; name a new folder"
work=$(mktemp -d "${TMPDIR:-/tmp}/bokgi-release.XXXXXX")
trap 'rm -rf "$work"' EXIT
folder=$work/release
mkdir "$work/tmp" "$folder"
export TMPDIR=$work/tmp # the SDK and its tools leave files

git clone -q --no-hardlinks "$repository" "$work/bokgi"
cd "$work/bokgi"
git checkout -q --detach "$commit"
address=$(git -C "$repository" remote get-url origin 2>/dev/null | sed 's|^\(https*://\)[^/@]*@|\1|' || true) # without a token
case $address in
  https://* | ssh://* | git@*) git remote set-url origin "$address" ;;
  *)
    git remote remove origin
    echo 'no source link: origin is not a public address; the symbols contain the sources instead'
    ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
runtime=$(dotnet msbuild src/Bokgi.Host -getProperty:BundledNETCoreAppPackageVersion)
# The compiler's analyzers have judged the commit before, in CI.
build=(-c Release --nologo -v quiet -p:ContinuousIntegrationBuild=true -p:EmbedAllSources=true -p:UseSharedCompilation=false -p:RunAnalyzers=false)

restore() { dotnet restore src/Bokgi.Host --locked-mode --nologo -v quiet -p:PublishReadyToRun=true "$@"; }

# NuGet reports a missing runtime as the failure of the whole restore, but downloads the others. The second restore is for what it wrote.
if ! restore -p:EnableRuntimePackDownload=true -p:EnableAppHostPackDownload=true >"$work/restore.log" 2>&1; then
  grep -o 'NU110[0-9]: .*' "$work/restore.log" | sort -u || true
  restore || fail 'the restore failed'
fi

# The folder of a .NET package of the runtime's version, which is in NuGet's cache or comes with the SDK; fails if it is in neither: pack_of NAME
pack_of() {
  local each
  for each in "$cache/${1,,}/$runtime" "$(dirname "$(readlink -f "$(command -v dotnet)")")/packs/$1/$runtime"; do
    if [ -d "$each" ]; then echo "$each"; return; fi
  done
  return 1
}

packs_of() { printf '%s\n' "Microsoft.NETCore.App.Runtime.$1" "Microsoft.AspNetCore.App.Runtime.$1" "Microsoft.NETCore.App.Host.$1"; }

# Publishes a program into $work/programs/bokgi-VERSION-SYSTEM: publish SYSTEM
# Each library is compiled for itself (not "composite"), so that Hangfire's can be replaced.
publish() {
  local program=$work/programs/bokgi-$version-$1 pack extension=
  [ "$1" != win-x64 ] || extension=.exe
  dotnet publish src/Bokgi.Host --no-restore -r "$1" --self-contained -p:PublishSingleFile=true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=false -o "$program" "${build[@]}" || fail "$1 failed"
  mv "$program/Bokgi.Host$extension" "$program/bokgi$extension"
  for pack in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    cp "$(pack_of "$pack.Runtime.$1")"/LICENSE.* "$program/$pack.LICENSE"
    cp "$(pack_of "$pack.Runtime.$1")/THIRD-PARTY-NOTICES.TXT" "$program/$pack.THIRD-PARTY-NOTICES"
  done
  find "$program" -type d -exec chmod 755 {} +
  find "$program" -type f -exec chmod 644 {} +
  chmod 755 "$program/bokgi$extension"
  find "$program" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

archive() {
  local name=bokgi-$version-$1
  if [ "$1" = win-x64 ]; then
    (cd "$work/programs" && find "$name" -type f | sort | zip -q -X "$folder/$name.zip" -@)
  else
    tar -C "$work/programs" --sort=name --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -n >"$folder/$name.tar.gz"
  fi
}

# The package for Debian: a program, its documents as Debian expects them, and deploy/debian.
debian() {
  local root=$work/debian name number=${version/-/\~}-1 documents
  documents=$root/usr/share/doc/bokgi
  mkdir -p "$root/DEBIAN" "$root/usr/lib/systemd/system" "$root/usr/bin" "$root/etc/bokgi" "$documents" "$root/usr/share/man/man1" "$root/usr/share/lintian/overrides"
  cp -r "$work/programs/bokgi-$version-linux-x64" "$root/usr/lib/bokgi"
  ln -s ../lib/bokgi/bokgi "$root/usr/bin/bokgi"
  find deploy -path 'deploy/systemd/*.service' -exec cp {} "$root/usr/lib/systemd/system/" \;
  cp deploy/debian/bokgi.env "$root/etc/bokgi/"
  cp deploy/debian/lintian-overrides "$root/usr/share/lintian/overrides/bokgi"
  sed "s/@VERSION@/$version/; s/@DATE@/$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)/" deploy/debian/bokgi.1 | gzip -9n >"$root/usr/share/man/man1/bokgi.1.gz"
  rm "$root/usr/lib/bokgi/LICENSE" "$root/usr/lib/bokgi/CHANGELOG.md"
  cp deploy/debian/copyright README.md "$documents/"
  for name in THIRD-PARTY-NOTICES Microsoft.NETCore.App.THIRD-PARTY-NOTICES Microsoft.AspNetCore.App.THIRD-PARTY-NOTICES; do
    gzip -9nc "$root/usr/lib/bokgi/$name" >"$documents/$name.gz"
    rm "$root/usr/lib/bokgi/$name"
  done
  rm "$root"/usr/lib/bokgi/*.LICENSE
  gzip -9nc CHANGELOG.md >"$documents/changelog.gz"
  printf 'bokgi (%s) stable; urgency=medium\n\n  * Version %s: see changelog.gz.\n\n -- %s  %s\n' "$number" "$version" \
    "$(sed -n 's/^Maintainer: //p' deploy/debian/control)" "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$documents/changelog.Debian.gz"
  echo /etc/bokgi/bokgi.env >"$root/DEBIAN/conffiles"
  cp deploy/debian/{postinst,prerm,postrm} "$root/DEBIAN/"
  sed "s/@VERSION@/$number/; s/@SIZE@/$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)/" deploy/debian/control >"$root/DEBIAN/control"
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f ! -path './etc/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  find "$root" -type d -exec chmod 755 {} +
  find "$root" -type f ! -path '*/usr/lib/bokgi/bokgi' ! -path '*/DEBIAN/p*' -exec chmod 644 {} +
  chmod 755 "$root"/DEBIAN/p* "$root/usr/lib/bokgi/bokgi"
  find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group -b "$root" "$folder/bokgi_${number}_amd64.deb" >/dev/null
}

packages() {
  local project
  for project in src/Bokgi src/Bokgi.MarketData; do
    dotnet pack $project --no-restore -o "$folder" "${build[@]}" || fail "the package of $project failed"
  done
  # One package for every system: with RuntimeIdentifiers it would become one for each.
  dotnet pack src/Bokgi.Host --no-restore -o "$folder" -p:RuntimeIdentifiers= "${build[@]}" || fail 'the tool failed'
}

# The bill of materials: what the CycloneDX tool finds, without the packages that only build the program, with the licences of
# THIRD-PARTY-NOTICES and the parts of .NET that the programs in $@ contain. Its number is made from its contents.
materials() {
  local file=$folder/bokgi-$version.cdx.json bom=$work/bom system pack path number
  dotnet tool restore >/dev/null
  dotnet dotnet-CycloneDX src/Bokgi.Host/Bokgi.Host.csproj -o "$bom" -fn bom.json -F UnsafeJson -dpr -ns --spec-version 1.6 --set-name bokgi --set-version "$version" >"$work/bom.log" ||
    { cat "$work/bom.log" >&2; fail 'the bill of materials failed'; }
  unzip -p "$folder/Bokgi.Tool.$version.nupkg" '*/Bokgi.Host.deps.json' | jq '[.libraries | to_entries[] | select(.value.type == "package") | .key | sub("/"; " ")]' >"$bom/shipped.json"
  awk '/^[^ ]+ [0-9][^ ]*$/ { name = $0; getline; print name "\t" substr($0, 5) }' THIRD-PARTY-NOTICES | jq -R 'split("\t") | {(.[0]): .[1]}' | jq -s add >"$bom/licences.json"
  for system in "$@"; do
    while read -r pack; do
      path=$(pack_of "$pack")
      case $pack in
        *.Host.*) path=$(echo "$path"/runtimes/*/native/singlefilehost*) ;;
        *) path=$(echo "$path"/*.nupkg) ;;
      esac
      jq -n --arg name "$pack" --arg version "$runtime" --arg hash "$(sha512sum "$path" | cut -d' ' -f1)" --arg system "$system" '{
        type: "library", "bom-ref": "pkg:nuget/\($name)@\($version)", authors: [{name: "Microsoft"}], name: $name, version: $version,
        description: "Part of the program for \($system)\(if $name | contains(".Host.") then "; the hash is that of its file singlefilehost" else "" end)",
        scope: "required", hashes: [{alg: "SHA-512", content: $hash | ascii_upcase}], licenses: [{license: {id: "MIT"}}],
        copyright: "© Microsoft Corporation. All rights reserved.", purl: "pkg:nuget/\($name)@\($version)"}'
    done < <(packs_of "$system")
  done | jq -s . >"$bom/dotnet.json"
  jq --slurpfile shipped "$bom/shipped.json" --slurpfile licences "$bom/licences.json" --slurpfile dotnet "$bom/dotnet.json" \
    --arg time "$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" --arg commit "$commit" '
    def key: "\(.name) \(.version)";
    def terms: if test(" ") then {expression: .} else {license: {id: .}} end;
    .components |= (map(select(key | IN($shipped[0][])) | .scope = "required"
      | .licenses = [$licences[0][key] // error("\(key) has no licence in THIRD-PARTY-NOTICES") | terms]) + $dotnet[0])
    | (.components | map(."bom-ref")) as $kept
    | .metadata.component."bom-ref" as $program
    | .dependencies |= (map(select(.ref | IN($kept[], $program)) | .dependsOn = [.dependsOn[]? | select(IN($kept[]))]) + ($dotnet[0] | map({ref: ."bom-ref", dependsOn: []})))
    | .dependencies |= map(if .ref == $program then .dependsOn += ($dotnet[0] | map(."bom-ref")) else . end)
    | .metadata.timestamp = $time
    | .metadata.component += {licenses: [{license: {id: "MIT"}}], properties: [{name: "git commit", value: $commit}]}' "$bom/bom.json" >"$bom/all.json"
  number=$(sha256sum <"$bom/all.json" | sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/\1-\2-8\3-8\4-\5/') # a UUID of version 8
  jq --arg number "$number" '{bomFormat, specVersion, serialNumber: "urn:uuid:\($number)"} + .' "$bom/all.json" >"$file"
}

made=()
for system in "${systems[@]}"; do
  missing=$(packs_of "$system" | while read -r pack; do pack_of "$pack" >/dev/null || echo "$pack $runtime"; done | paste -sd,)
  if [ -n "$missing" ]; then
    echo "no program for $system: not served: $missing"
    continue
  fi
  echo "program for $system"
  publish "$system"
  archive "$system"
  made+=("$system")
done
if [[ " ${made[*]} " = *' linux-x64 '* ]]; then
  echo 'package for Debian'
  debian
else
  echo 'no package for Debian, which contains the program for linux-x64'
fi

echo 'packages'
packages
echo 'bill of materials'
materials "${made[@]}"
cp LICENSE THIRD-PARTY-NOTICES CHANGELOG.md "$folder/"
cd "$folder"
sha256sum -- * >"$work/sums"
rm -f "${target:?}"/*
mv -- * "$target/"
mv "$work/sums" "$target/SHA256SUMS"
cd "$target"
echo "Bokgi $version ($commit), .NET $runtime, in $target:"
stat -c '%12s  %n' -- *
