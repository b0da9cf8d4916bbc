#!/usr/bin/env bash
# Formats every C# and project file the way scripts/test.sh demands.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
dotnet tool restore >/dev/null
exec dotnet csharpier format .
