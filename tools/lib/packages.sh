# Sourced by the tools: installs the Debian packages that are missing.
# shellcheck shell=bash

# Prints those of the given packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null |
      grep -qx installed || echo "$package"
  done
}

# Installs what is missing of the given packages with apt, through sudo when not root.
install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is no Debian: make sure that you have what these packages hold: $*" >&2
    return 0
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "Missing packages; as root, run: apt-get install ${missing[*]}" >&2
      return 69
    }
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}" >&2
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  "${apt[@]}" update -qq </dev/null >&2 || true
  "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}" </dev/null >&2 || {
    echo "apt could not install ${missing[*]}; install them, then run this again" >&2
    return 69
  }
}

# What every build needs.
# shellcheck disable=SC2034
build_packages=(libopenblas-dev zlib1g-dev pkg-config)

# Says clearly that there is no Swift, before apt is asked for anything.
need_swift() {
  command -v swift >/dev/null || {
    echo "No swift in the PATH; install a Swift 6.2 or later toolchain from swift.org" >&2
    exit 69
  }
}
