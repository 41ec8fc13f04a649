#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-browsers.sh CERTRAILCTL: headless Chromium and NSS, in a home of the test's own, open https:// of an openssl s_server
# with a warning before certrailctl has added what to trust, and without one afterwards.

ctl=$(realpath "$1")
folder=$(mktemp -d)
number=0
failed=0
servers=

clean_up () {
  for server in $servers; do kill "$server" 2> /dev/null; done
  rm -rf "$folder"
}
trap clean_up EXIT

for program in chromium certutil openssl; do
  if ! command -v "$program" > /dev/null; then
    if [ -n "${CERTRAIL_PEERS_REQUIRED:-}" ]; then
      echo "Bail out! $program is not installed"
      exit 1
    fi
    echo "1..0 # SKIP $program is not installed; tools/test installs it"
    exit 0
  fi
done

result () {
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number $2"
  else
    echo "not ok $number $2"
    sed 's/^/# /' said
    failed=1
  fi
}

export HOME="$folder"
unset XDG_DATA_HOME XDG_CONFIG_HOME DISPLAY
run () { CERTRAIL_PASSWORD=Bottling-line-31 "$ctl" "$@"; }

# serve FOLDER [OPTION…]: an HTTPS server with what was handed over there; its port goes to “port”. What openssl presents with
# its certificate has to be in a file without that.
serve () {
  place=$1
  shift
  mkfifo "$place/said"
  (cd "$place" && echo '<html><body>This is the machine</body></html>' > index.html &&
    exec openssl s_server -accept 127.0.0.1:0 -cert cert.pem -key privkey.pem "$@" -WWW > said 2> errors) &
  servers="$servers $!"
  port=$(sed -n '/^ACCEPT/{s/.*://;p;q}' < "$place/said")
}

# opens PORT: whether Chromium shows the page; its words go to “said”. It is given no way around a warning.
opens () {
  timeout 60 chromium --headless=new --no-sandbox --disable-gpu --no-first-run --user-data-dir="$folder/chromium" \
    --dump-dom "https://127.0.0.1:$1/index.html" > page 2> said < /dev/null
  grep -q 'This is the machine' page
}

cd "$folder" || exit 1
{
  run new line.certrail --name 'Bottling line' &&
  run protect line.certrail &&
  run create line.certrail --usage ca-intermediate --cn 'Hall 2' --issuer 2 --key rsa:2048 &&
  run create line.certrail --usage web-server --cn Panel --issuer 3 --key rsa:2048 --san IP:127.0.0.1 --days 300 &&
  run create line.certrail --usage web-server --cn Lonely --issuer self --key rsa:2048 --san IP:127.0.0.1 --days 300 &&
  run hand-over line.certrail --to tls-server --certificate 4 --output panel &&
  run hand-over line.certrail --to tls-server --certificate 5 --output lonely &&
  mkdir -p .config/chromium .mozilla/firefox/work &&
  printf '[Profile0]\nName=work\nIsRelative=1\nPath=work\n' > .mozilla/firefox/profiles.ini &&
  certutil -N -d sql:.mozilla/firefox/work --empty-password &&
  certutil -A -d sql:.mozilla/firefox/work -n panel -t ,, -a -i panel/cert.pem
} > said 2>&1 || { sed 's/^/# /' said; echo 'Bail out! nothing to trust'; exit 1; }
awk '/BEGIN/ { n++ } n == 2' panel/fullchain.pem > hall.pem
certutil -A -d sql:.mozilla/firefox/work -n hall -t ,, -a -i hall.pem
serve panel -cert_chain ../hall.pem; panel=$port
serve lonely; lonely=$port

! opens "$panel" && grep -q ERR_CERT_AUTHORITY_INVALID said
result $? 'chromium-warns-of-an-unknown-root'
! certutil -V -d sql:.mozilla/firefox/work -n panel -u V > said 2>&1
result $? 'firefox-warns-of-an-unknown-root'

run trust add line.certrail 2 > said 2>&1
result $? 'root-is-added-to-all-browsers'
opens "$panel"
result $? 'chromium-opens-what-the-root-has-issued'
certutil -V -d sql:.mozilla/firefox/work -n panel -u V > said 2>&1
result $? 'firefox-takes-what-the-root-has-issued'
! opens "$lonely" && grep -q ERR_CERT_AUTHORITY_INVALID said
result $? 'chromium-still-warns-of-another-server'

run trust add line.certrail 5 --store chromium > said 2>&1
result $? 'self-signed-server-is-added'
opens "$lonely"
result $? 'chromium-opens-a-self-signed-server'

run trust remove line.certrail 2 5 > said 2>&1
result $? 'both-are-removed-from-all-browsers'
! opens "$panel" && grep -q ERR_CERT_AUTHORITY_INVALID said
result $? 'chromium-warns-again'
! opens "$lonely" && grep -q ERR_CERT_AUTHORITY_INVALID said
result $? 'chromium-warns-of-the-self-signed-server-again'
! certutil -V -d sql:.mozilla/firefox/work -n panel -u V > said 2>&1
result $? 'firefox-warns-again'
echo "1..$number"
exit $failed
