#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-secure-ouc.sh CERTRAILCTL: two devices of a project talk by TLS 1.3, with openssl in their place. Each has the
# certificate and the key of its service “secure OUC” and trusts the authorities in its table of partner devices. There
# is nothing else: no intermediate authority is sent along, and the store of the system is left out. The server asks for
# the client's certificate, as TLSServerReqClientCert does, and each looks whether the other's address is in it.

ctl=$(realpath "$1")   # Meson names it as seen from the build folder
folder=$(mktemp -d)
number=0
failed=0
server=

clean_up () {
  [ -z "$server" ] || kill "$server" 2> /dev/null
  rm -rf "$folder"
}
trap clean_up EXIT

run () {
  CERTRAIL_PASSWORD=Bottling-line-31 "$ctl" "$@" > /dev/null
}

# result NAME STATUS
result () {
  number=$((number + 1))
  if [ "$2" = 0 ]; then
    echo "ok $number $1"
  else
    echo "not ok $number $1"
    for file in server.log client.log; do
      sed "s/^/# $file: /" $file
    done
    failed=1
  fi
}

# accepted NAME: the last command must have succeeded.
accepted () {
  result "$1" $?
}

# refused NAME WHO REASON: it must have failed, because of what the server or the client says.
refused () {
  ! [ $? = 0 ] && grep -q "verify error:.*$3" "$2.log"
  result "$1" $?
}

# load DEVICE ID: what a device gets, in a folder of its name.
load () {
  rm -rf "$1"
  # shellcheck disable=SC2086
  mkdir -p "$1/partners" &&
  run export line.certrail "$2" --format pem --output "$1/own.pem" &&
  run export line.certrail "$2" --format der --private-key --cipher none --output "$1/own.der" &&
  partners=$(CERTRAIL_PASSWORD=Bottling-line-31 "$ctl" device show line.certrail "$1" --json |
    sed -n '/"partner_ids"/,/]/p' | tr -cs '0-9' ' ') &&
  run export line.certrail $partners --format pem --output "$1/partners" || return 1
  for file in "$1"/partners/*; do
    if openssl x509 -in "$file" -noout -ext basicConstraints | grep -q CA:TRUE; then
      cat "$file" >> "$1/trusted.pem"
    fi
  done
  test -s "$1/trusted.pem"
}

# tls PROGRAM DEVICE PARTNER OPTIONS. Openssl sends along what it can build of the chain from the file for that, so it
# has only the device's own certificate in it.
tls () {
  program=$1 device=$2 partner=$3
  shift 3
  exec timeout 30 openssl "$program" -tls1_3 -cert "$device/own.pem" -key "$device/own_key.pem" \
    -CAfile "$device/trusted.pem" -chainCAfile "$device/own.pem" -no-CApath -no-CAstore \
    -verify_return_error -verify_ip "$partner" "$@"
}

# talk SERVER ADDRESS CLIENT ADDRESS: the client must get its line back, reversed.
talk () {
  : > server.log
  (tls s_server "$1" "$4" -accept 127.0.0.1:0 -naccept 1 -Verify 4 -rev > server.log 2>&1) &
  server=$!
  port=
  for _ in $(seq 50); do
    port=$(sed -n 's/^ACCEPT 127.0.0.1:\([0-9]*\)$/\1/p' server.log)
    [ -z "$port" ] || break
    sleep 0.2
  done
  printf 'bottle\nCLOSE\n' |
    (tls s_client "$3" "$2" -connect "127.0.0.1:$port" -ign_eof -verify 4 -brief > reply 2> client.log)
  kill "$server" 2> /dev/null
  wait "$server" 2> /dev/null
  server=
  grep -q elttob reply && grep -q 'Protocol version: TLSv1.3' client.log
}

cd "$folder" || exit 1
# IDs: 1 and 2 the authorities, 3 the one with an elliptic curve, 4 and 5 PG/HMI, 6 and 7 secure OUC.
run new line.certrail --name 'Bottling line' &&
run protect line.certrail &&
run device add line.certrail PLC_1 --family s7-1500 --firmware 3.1 --address 192.168.0.1 &&
run device add line.certrail PLC_2 --family s7-1500 --firmware 3.1 --address 192.168.0.2 &&
run device set line.certrail PLC_1 --service secure-ouc=on &&
run device set line.certrail PLC_2 --service secure-ouc=on &&
run compile line.certrail || { echo 'Bail out! no project with two devices'; exit 1; }

load PLC_1 6 && load PLC_2 7 && talk PLC_1 192.168.0.1 PLC_2 192.168.0.2
accepted both-verify-with-their-tables
talk PLC_2 192.168.0.2 PLC_1 192.168.0.1
accepted and-the-other-way-round
talk PLC_1 192.168.0.9 PLC_2 192.168.0.2
refused server-is-refused-at-another-address client "IP address mismatch"

run unassign line.certrail 2 PLC_1 --as trusted && load PLC_1 6 && talk PLC_1 192.168.0.1 PLC_2 192.168.0.2
refused client-is-refused-without-its-authority server 'unable to get local issuer certificate'
talk PLC_2 192.168.0.2 PLC_1 192.168.0.1
refused server-is-refused-without-its-authority client 'unable to get local issuer certificate'
run compile line.certrail && load PLC_1 6 && talk PLC_1 192.168.0.1 PLC_2 192.168.0.2
accepted compiling-mends-it

# 8 issues 9, for PLC_2: whoever is to verify that needs 8 and the root above.
run create line.certrail --usage ca-intermediate --cn 'Hall 2' --issuer 2 &&
run create line.certrail --usage tls-client-server --cn PLC-2/TLS-9 --issuer 8 --device PLC_2 &&
run assign line.certrail 9 PLC_2 --as secure-ouc && run compile line.certrail
load PLC_1 6 && load PLC_2 9 && talk PLC_1 192.168.0.1 PLC_2 192.168.0.2
refused client-is-refused-without-the-authority-below server 'unable to get local issuer certificate'
run assign line.certrail 8 PLC_1 --as trusted && load PLC_1 6 && talk PLC_1 192.168.0.1 PLC_2 192.168.0.2
accepted authority-below-in-the-table-is-enough
talk PLC_2 192.168.0.2 PLC_1 192.168.0.1
accepted for-a-server-too

echo "1..$number"
exit $failed
