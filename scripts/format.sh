#!/usr/bin/env bash
# Formats every C# and project file as scripts/test.sh requires.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
dotnet tool restore >/dev/null
exec dotnet csharpier format .
