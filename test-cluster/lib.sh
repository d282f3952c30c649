# What the scripts of this folder share: where things are, what must be installed, and the two builds. Sourced, not run.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export K8SDAG_CLUSTER_STATE=${K8SDAG_CLUSTER_STATE:-$here/.state}
[ "${K8SDAG_CLUSTER_STATE#/}" != "$K8SDAG_CLUSTER_STATE" ] || K8SDAG_CLUSTER_STATE=$PWD/$K8SDAG_CLUSTER_STATE
keeper=$K8SDAG_CLUSTER_STATE/bin/keeper

say() { echo "test-cluster: $*" >&2; }
die() { say "$*"; exit 1; }

has() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null; }
has_cni() { [ -x /usr/lib/cni/bridge ] || [ -x /opt/cni/bin/bridge ] || [ -x /usr/libexec/cni/bridge ]; }
has_static_busybox() { has busybox && ! grep -q /ld-linux "$(PATH=$PATH:/usr/sbin:/sbin command -v busybox)"; }

# Prints the Debian packages that would bring what is missing.
missing_packages() {
  has etcd || echo etcd-server
  { has containerd && has ctr; } || echo containerd
  has runc || echo runc
  has_cni || echo containernetworking-plugins
  has_static_busybox || echo busybox-static
  has ip || echo iproute2
}

# Debian starts a service when it installs one. A policy-rc.d that says no prevents it; one that is there already is kept.
install_packages() {
  local policy=/usr/sbin/policy-rc.d placed=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && placed=yes
    trap 'rm -f /usr/sbin/policy-rc.d; exit 1' INT TERM HUP
  fi
  say "installing $*"
  local status=0
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >&2 || status=$?
  if [ -n "$placed" ]; then
    rm -f "$policy"
    trap - INT TERM HUP
  fi
  [ $status = 0 ] || die "apt-get could not install: $*"
  # Installed for the test cluster, which starts its own: they need not come up with the machine either.
  if has systemctl; then
    case " $* " in *" etcd-server "*) systemctl disable -q etcd >&2 || true ;; esac
    case " $* " in *" containerd "*) systemctl disable -q containerd >&2 || true ;; esac
  fi
}

need_root() {
  [ "$(uname -s)" = Linux ] || die "needs Linux; elsewhere set K8SDAG_TEST_KUBECONFIG to a kind, k3d or minikube cluster (docs/test-cluster.md)"
  [ "$(id -u)" = 0 ] || die "needs root: sudo -E $0 $*"
}

need_programs() {
  local packages
  packages=$(missing_packages | tr '\n' ' ')
  if [ -n "$packages" ]; then
    has apt-get || die "install what these Debian packages hold, and run this again: $packages"
    # shellcheck disable=SC2086  # a list of words
    install_packages $packages
    packages=$(missing_packages | tr '\n' ' ')
    [ -z "$packages" ] || die "still missing after the installation: $packages"
  fi
  has go || die "needs Go 1.24 or later to build Kubernetes (https://go.dev/dl)"
  local minor
  minor=$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
  # From 1.21 on, Go fetches the newer one that go.mod names by itself.
  [ "${minor:-99}" -ge 21 ] || die "needs Go 1.24 or later to build Kubernetes; this is $(go version) (https://go.dev/dl)"
}

# build NAME DIR FLAG…: builds bin/NAME from DIR unless its sources, its flags and the Go version are those of last time.
# A build ends when this script is killed; what it has compiled so far stays in Go's build cache. (setpriv comes with
# util-linux; without it the build runs on to its end.)
build() {
  local name=$1 dir=$here/$2 bin=$K8SDAG_CLUSTER_STATE/bin
  shift 2
  local key die_with_me=() tmp=$K8SDAG_CLUSTER_STATE/tmp
  key=$(cd "$dir" && { go version; echo "$@"; cat go.mod ./*.go; } | sha256sum)
  [ -x "$bin/$name" ] && [ "$(cat "$bin/$name.key" 2>/dev/null)" = "$key" ] && return
  trap 'exit 130' INT # Ctrl-C must not count as a build that failed
  has setpriv && die_with_me=(setpriv --pdeathsig INT)
  say "building $name ($dir)"
  local began=$SECONDS
  rm -rf "$tmp" && mkdir "$tmp" # a build that is killed leaves its work there, and the next one finds and removes it
  # exec: the build must be this script's own child, not a subshell's, to notice its death.
  (cd "$dir" && exec env CGO_ENABLED=0 GOOS=linux GOTMPDIR="$tmp" "${die_with_me[@]}" nice -n 15 \
    go build -trimpath -buildvcs=false -o "$bin/$name.new" "$@" . >&2) ||
    die "the build of $name failed"
  mv "$bin/$name.new" "$bin/$name"
  echo "$key" >"$bin/$name.key"
  trap - INT
  rm -rf "$tmp"
  say "built $name in $((SECONDS - began)) s"
}

# with_build_lock FUNCTION: one build at a time in one state directory.
with_build_lock() {
  mkdir -p "$K8SDAG_CLUSTER_STATE/bin"
  exec {build_lock}>"$K8SDAG_CLUSTER_STATE/build.lock"
  flock "$build_lock"
  "$1"
  exec {build_lock}>&-
}

build_keeper() { build keeper keeper -ldflags=-s; }

# The version that the API server and the kubelet report is that of the module they are built from.
build_components() {
  local version package=k8s.io/component-base/version
  version=$(sed -n 's|^\tk8s.io/kubernetes \(v[0-9.]*\)$|\1|p' "$here/components/go.mod")
  build components components -tags=notest,grpcnotrace "-ldflags=-s -w -X $package.gitVersion=$version \
    -X $package.gitMajor=1 -X $package.gitMinor=$(echo "$version" | cut -d. -f2) -X $package.gitTreeState=clean"
}

build_both() { build_keeper && build_components; }
build_all() { with_build_lock build_both; }

# For the commands that need a cluster or its remains: without a keeper there has never been one.
need_keeper() {
  [ -x "$keeper" ] || die "no test cluster has been up with state in $K8SDAG_CLUSTER_STATE (test-cluster/up starts one)"
}
