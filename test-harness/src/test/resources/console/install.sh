#!/bin/sh
# Puts the one npm package of the browser suite where the suite looks for it: test-harness/target/node_modules.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
target=$here/../../../../target
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target/"
cd "$target"
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
