#!/usr/bin/env bash
# Writes THIRD-PARTY-NOTICES: every package of src/*/packages.lock.json with its licence and copyright, each licence's text, and the notices
# that the packages contain. All of it is read from the restored packages; run `dotnet restore` first. Needs no network.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}

stop() {
  echo "notices.sh: $1" >&2
  exit 1
}

# Prints lines of "id version shipped". A package only builds the program if all paths to it begin at a reference with PrivateAssets="all".
list() {
  sed -n 's/.*<PackageReference Include="\([^"]*\)" PrivateAssets="all".*/private \1/p' Directory.Build.props src/*/*.csproj |
    awk '
      FILENAME == "-" { private[tolower($2)] = 1; next }
      { gsub(/[",:{]/, "") }
      /^      [^ ]/ { id = $1; key = tolower(id) }
      /^        type/ { kind = $2; if (kind == "Direct" && !(key in private)) shipped[key] = 1 }
      /^        resolved/ { found[id " " $2] = key }
      /^          [^ ]/ { needs[key] = needs[key] " " tolower($1) }
      END {
        do {
          grown = 0
          for (key in shipped) {
            count = split(needs[key], each, " ")
            for (i = 1; i <= count; i++) if (!(each[i] in shipped)) { shipped[each[i]] = 1; grown = 1 }
          }
        } while (grown)
        for (name in found) print name, (found[name] in shipped) ? "yes" : "no"
      }' - src/*/packages.lock.json | sort -f
}

# Prints one element of a package's nuspec: element FOLDER NAME
element() {
  sed -n "s/.*<$2\( [^>]*\)\{0,1\}>\([^<]*\)<.*/\2/p" "$1"/*.nuspec | head -1 | sed 's/&amp;/\&/g'
}

# Prints the SPDX expression of a licence; if the package has a licence file instead, it is derived from the text.
licence() {
  local file
  if grep -q '<license type="expression"' "$1"/*.nuspec; then
    element "$1" license
    return
  fi
  case $(element "$1" licenseUrl) in
    https://*MiloszKrajewski/K4os.*LICENSE*) echo MIT; return ;; # the licence at that address
  esac
  file=$1/$(element "$1" license)
  if grep -q 'GNU Lesser General Public License.*any later version' "$file"; then echo LGPL-3.0-or-later
  elif grep -q 'LGPLv3' "$file"; then echo LGPL-3.0-only
  elif grep -q 'Apache License' "$file"; then echo Apache-2.0
  else stop "the licence of $1 is unknown; teach this script to read $file"
  fi
}

describe() {
  local folder=$packages/${1,,}/$2 terms owner natives
  [ -e "$folder" ] || stop "$1 $2 is not in $packages; run 'dotnet restore'"
  terms=$(licence "$folder")
  owner=$(element "$folder" copyright)
  [ -n "$owner" ] || owner=$(cat "$folder"/LICENSE* 2>/dev/null | grep -m1 -i '^ *copyright' | sed 's/^ *//' || true)
  [ -n "$owner" ] || owner="by $(element "$folder" authors)"
  printf '%s %s\n    %s\n    %s\n' "$1" "$2" "$terms" "$owner"
  natives=$(find "$folder" -path '*/native/*' -type f \( -name '*.so' -o -name '*.dylib' -o -name '*.dll' \) -printf '%f\n' | sort -u | paste -sd' ')
  [ -z "$natives" ] || printf '    native code: %s (%s)\n' "$natives" "$(element "$folder" description)"
}

section() { printf '\n%s\n%s\n\n' "$1" "${1//?/=}"; }

plain() { sed '1s/^\xEF\xBB\xBF//' "$1"; }

# Prints the notices that accompany the licences, each once, even if several packages contain the same.
notices() {
  local id version shipped folder file seen=' ' hash
  while read -r id version shipped; do
    [ "$shipped" = yes ] || continue
    folder=$packages/${id,,}/$version
    for file in "$folder"/NOTICE "$folder"/NOTICES "$folder"/NOTICE.txt "$folder"/THIRD-PARTY-NOTICES.TXT "$folder"/ThirdPartyNotices.txt; do
      [ -e "$file" ] || continue
      hash=$(md5sum <"$file")
      case $seen in *" $hash"*) continue ;; esac
      seen+=" $hash"
      section "Notices of $id"
      plain "$file"
    done
    # Licence files of Apache's own projects list third-party code after the licence text.
    file=$folder/LICENSE.txt
    if [ -e "$file" ] && grep -q '^This product includes' "$file"; then
      hash=$(md5sum <"$file")
      case $seen in *" $hash"*) continue ;; esac
      seen+=" $hash"
      section "Notices of $id"
      plain "$file" | sed '1,/END OF TERMS AND CONDITIONS/d' | sed -n '/^This product includes/,$p'
    fi
  done
}

write() {
  local all hangfire
  all=$(list)
  hangfire=$packages/hangfire.core/$(awk '$1 == "Hangfire.Core" { print $2 }' <<<"$all")
  cat <<'TEXT'
Bokgi is under the MIT licence, see LICENSE. It uses the packages below, which belong to others. scripts/notices.sh writes this file.
TEXT
  section 'Packages that are part of the program'
  awk '$3 == "yes"' <<<"$all" | while read -r id version _; do describe "$id" "$version"; done
  section 'Packages that only build it'
  awk '$3 == "no"' <<<"$all" | while read -r id version _; do describe "$id" "$version"; done
  section 'Hangfire and the LGPL'
  cat <<'TEXT'
Hangfire (Hangfire.AspNetCore, Hangfire.Core, Hangfire.InMemory, Hangfire.NetCore, Hangfire.PostgreSql) is used under the GNU Lesser General
Public License, version 3, whose text and that of the GNU General Public License it builds on are below. Its libraries are unmodified and lie
beside the program as files of their own, Hangfire.*.dll: you may replace them by versions that you have changed and that keep the interface,
and nothing in Bokgi's licence keeps you from changing or examining the program for that purpose. Their source code is at
https://github.com/HangfireIO/Hangfire, https://github.com/HangfireIO/Hangfire.InMemory and
https://github.com/hangfire-postgres/Hangfire.PostgreSql, under the tag of the version above.
TEXT
  section 'MIT'
  cat <<'TEXT'
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE
OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
TEXT
  section 'PostgreSQL'
  cat <<'TEXT'
Permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee, and without a written
agreement is hereby granted, provided that the above copyright notice and this paragraph and the following two paragraphs appear in all copies.

IN NO EVENT SHALL THE COPYRIGHT HOLDER BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR CONSEQUENTIAL DAMAGES, INCLUDING
LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF THE COPYRIGHT HOLDER HAS BEEN ADVISED OF THE POSSIBILITY
OF SUCH DAMAGE.

THE COPYRIGHT HOLDER SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS" BASIS, AND THE COPYRIGHT HOLDER HAS NO OBLIGATIONS TO
PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS.
TEXT
  section 'BSD-3-Clause'
  plain "$packages/polly.core/$(awk '$1 == "Polly.Core" { print $2 }' <<<"$all")/LICENSE"
  section 'Apache-2.0'
  plain "$packages/parquetsharp/$(awk '$1 == "ParquetSharp" { print $2 }' <<<"$all")/LICENSE.txt"
  section 'LGPL-3.0'
  plain "$hangfire/COPYING.LESSER"
  section 'GPL-3.0, which LGPL-3.0 builds on'
  plain "$hangfire/COPYING"
  notices <<<"$all"
}

trap 'rm -f THIRD-PARTY-NOTICES.new' EXIT
write | tr -d '\r' >THIRD-PARTY-NOTICES.new
mv THIRD-PARTY-NOTICES.new THIRD-PARTY-NOTICES
