#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-install.sh SOURCE BUILD PREFIX: installs what is built, runs it from there, and takes it away again. Prints TAP.
# Without DESTDIR only if PREFIX is inside of BUILD, as tools/test has it: nothing of this computer is touched.
# Runs with a display, under run-headless.sh.

set -u
source=$1
build=$2
prefix=$3
number=0
folder=$(mktemp -d) || exit 1
window=
log=$build/meson-logs/install-log.txt

# The log tells “ninja uninstall” what somebody has installed from this folder.
clean_up ()
{
  [ -z "$window" ] || kill "$window" 2> /dev/null
  [ ! -f "$folder/install-log.txt" ] || mv "$folder/install-log.txt" "$log"
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP
[ ! -f "$log" ] || cp -p "$log" "$folder/install-log.txt"

# Whatever looks for a home finds an empty one.
HOME=$folder/home
TMPDIR=$folder/tmp
mkdir "$HOME" "$TMPDIR"
export HOME TMPDIR
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME CERTRAIL_DATA_DIR DESTDIR

# check NAME FUNCTION [ARGUMENT…]: good if the function succeeds.
check ()
{
  number=$((number + 1))
  name=/packaging/install/$1
  shift
  if said=$("$@" 2>&1); then
    echo "ok $number $name"
  else
    echo "not ok $number $name"
    printf '%s\n' "$said" | sed 's/^/# /'
  fi
}

skip ()
{
  number=$((number + 1))
  echo "ok $number /packaging/install/$1 # SKIP $2"
}

# nothing FUNCTION [ARGUMENT…]: succeeds if the function prints nothing.
nothing ()
{
  found=$("$@" 2>&1)
  [ -z "$found" ] || {
    printf '%s\n' "$found"
    return 1
  }
}

install_to ()
{
  meson install -C "$build" --no-rebuild --quiet --strip ${1:+--destdir "$1"} > "$folder/said" 2>&1 || {
    cat "$folder/said"
    return 1
  }
}

files_outside_of ()
{
  find "$1" ! -type d ! -path "$2/*"
}

# What belongs to somebody else than the owner, or could be changed by anybody.
odd_modes ()
{
  find "$1" -type f -perm /6022 -o -type d -perm /0022
  find "$1" -type f -path '*/bin/*' ! -perm -0755
  find "$1" -type f ! -path '*/bin/*' -perm /0111
}

# The prefix itself may lie there.
build_paths_in ()
{
  find "$1" -type f | while read -r file; do
    tr '\0' '\n' < "$file" | grep -aoE "($source|$build)[A-Za-z0-9/._-]*" | grep -v "^$prefix" |
      sed "s|^|${file#"$1"}: |" | head -n 3
  done
}

# What a desktop, a shell and man look for.
is_complete ()
{
  lack=0
  for file in bin/certrail bin/certrailctl share/applications/org.certrail.Certrail.desktop \
    share/metainfo/org.certrail.Certrail.metainfo.xml share/mime/packages/org.certrail.Certrail.xml \
    share/icons/hicolor/scalable/apps/org.certrail.Certrail.svg \
    share/icons/hicolor/symbolic/apps/org.certrail.Certrail-symbolic.svg \
    share/icons/hicolor/scalable/mimetypes/org.certrail.Certrail-project.svg \
    share/man/man1/certrail.1 share/man/man1/certrailctl.1 \
    share/bash-completion/completions/certrail share/bash-completion/completions/certrailctl \
    share/certrail/example.certrail $(sed '/^#/d; s|.*|share/locale/&/LC_MESSAGES/certrail.mo|' "$source/po/LINGUAS"); do
    [ -e "$1/$file" ] || {
      echo "there is no $file"
      lack=1
    }
  done
  return $lack
}

# Makes a project with one certificate that openssl reads.
makes_a_certificate ()
{
  (cd "$folder" && rm -rf plant.* out.pem && "$1/bin/certrailctl" new plant.certrail &&
    "$1/bin/certrailctl" create plant.certrail --usage web-server --cn PLC_1 --key ec:secp256r1 \
      --san IP:192.168.0.1 --san DNS:plc-1 &&
    "$1/bin/certrailctl" export plant.certrail 1 --format pem --output out.pem &&
    openssl x509 -in out.pem -noout -subject | grep -q 'CN *= *PLC_1')
}

# The window opens on a project, says nothing, and ends as asked.
window_opens ()
{
  cp "$1/share/certrail/example.certrail" "$folder/example.certrail"
  XDG_DATA_DIRS=$1/share:/usr/local/share:/usr/share "$1/bin/certrail" "$folder/example.certrail" 2> "$folder/said" &
  window=$!
  id=$(timeout 120 xdotool search --sync --onlyvisible --name '^Log in$' | tail -n 1)
  [ -n "$id" ] || {
    cat "$folder/said"
    echo "no window came"
    return 1
  }
  xdotool windowfocus --sync "$id" key Escape sleep 1
  id=$(timeout 60 xdotool search --sync --onlyvisible --class '[Cc]ertrail' | tail -n 1)
  xdotool windowfocus --sync "$id" key ctrl+q
  # However it ends: it has not crashed if it says nothing and its status is 0.
  (sleep 60 && kill -KILL "$window") 2> /dev/null &
  wait "$window"
  status=$?
  kill $! 2> /dev/null
  window=
  cat "$folder/said"
  [ $status = 0 ] && [ ! -s "$folder/said" ]
}

# By name, and by what is in it.
project_is_known ()
{
  cp "$1/share/certrail/example.certrail" "$folder/nameless"
  echo nonsense > "$folder/named.certrail"
  for file in nameless named.certrail; do
    type=$(XDG_DATA_DIRS=$1/share:/usr/share gio info -a standard::content-type "$folder/$file" |
      sed -n 's/.*content-type: //p')
    [ "$type" = application/x-certrail-project ] || {
      echo "$file is of the type $type"
      return 1
    }
  done
}

desktop_offers_the_program ()
{
  PATH=$1/bin:$PATH XDG_DATA_DIRS=$1/share:/usr/share gio mime application/x-certrail-project |
    grep -q org.certrail.Certrail.desktop
}

# What update-mime-database and the like have made is everybody's, and made anew from what is left.
left_in ()
{
  find "$1" ! -type d ! -name icon-theme.cache ! -name mimeinfo.cache ! -name gschemas.compiled ! -path '*/share/mime/*'
  find "$1" -path '*/share/mime/packages/*'
}

# As Flathub and Debian do it, with the icons drawn.
store_lists_it ()
{
  appstreamcli compose --prefix="$prefix" --origin=test --result-root="$folder/store" --data-dir="$folder/store/data" \
    --icons-dir="$folder/store/icons" --print-report=full "$staged" > "$folder/said" 2>&1 || {
    cat "$folder/said"
    return 1
  }
  gunzip -c "$folder"/store/data/*.xml.gz | grep -q '<id>org.certrail.Certrail</id>' &&
    find "$folder/store/icons" -name '*org.certrail.Certrail.png' | grep -q 128x128
}

uninstall ()
{
  ninja -C "$build" uninstall > "$folder/said" 2>&1 || {
    cat "$folder/said"
    return 1
  }
}

staged=$folder/staged
check a-staged-install-succeeds install_to "$staged"
check a-staged-install-stays-in-its-prefix nothing files_outside_of "$staged" "$staged$prefix"
check a-staged-install-is-complete is_complete "$staged$prefix"
check modes-are-as-usual nothing odd_modes "$staged"
check no-path-of-the-build-is-left nothing build_paths_in "$staged"
if appstreamcli compose --help > /dev/null 2>&1; then
  check a-store-lists-it store_lists_it
else
  skip a-store-lists-it "appstreamcli compose is not installed; tools/test installs it"
fi
check the-staged-program-makes-a-certificate makes_a_certificate "$staged$prefix"

case $prefix in
  "$build"/*)
    rm -rf "$prefix"
    check an-install-succeeds install_to
    check an-install-is-complete is_complete "$prefix"
    check the-installed-program-makes-a-certificate makes_a_certificate "$prefix"
    check the-installed-window-opens window_opens "$prefix"
    check a-project-is-known-by-name-and-content project_is_known "$prefix"
    check the-desktop-offers-the-program desktop_offers_the_program "$prefix"
    check uninstalling-succeeds uninstall
    check uninstalling-leaves-nothing nothing left_in "$prefix"
    rm -rf "$prefix"
    ;;
  *)
    check the-staged-window-opens window_opens "$staged$prefix"
    skip an-install-without-destdir-is-complete "the prefix is not in the build folder; tools/test has it there"
    ;;
esac
check nothing-is-left-at-home nothing find "$HOME" -type f ! -path '*/.local/state/certrail/*' ! -path '*/.cache/*' \
  ! -path '*/.local/share/recently-used.xbel' ! -path '*/.config/certrail/*'
echo "1..$number"
