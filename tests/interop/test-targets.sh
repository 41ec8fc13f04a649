#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-targets.sh CERTRAILCTL: openssl and keytool read what partners are handed, and talk TLS with it.

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

for peer in openssl keytool; do
  command -v $peer > /dev/null && continue
  if [ -n "$CERTRAIL_PEERS_REQUIRED" ]; then
    echo "Bail out! $peer is not installed"
    exit 1
  fi
  echo "1..0 # SKIP $peer is not installed; tools/test installs it"
  exit 0
done

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
      [ -e $file ] && sed "s/^/# $file: /" $file
    done
    failed=1
  fi
}

# accepted NAME: the last command must have succeeded.
accepted () {
  result "$1" $?
}

# refused NAME FILE REASON: it must have failed, because of what stands in the file.
refused () {
  ! [ $? = 0 ] && grep -q "$3" "$2"
  result "$1" $?
}

# hand_over TARGET WORDS: into a folder of its name.
hand_over () {
  target=$1
  shift
  run hand-over line.certrail --to "$target" --output "$target" "$@"
}

# pairs CERTIFICATE KEY
pairs () {
  form=PEM
  grep -q BEGIN "$1" || form=DER
  test "$(openssl x509 -inform $form -in "$1" -noout -pubkey)" = "$(openssl pkey -in "$2" -pubout)"
}

# may CERTIFICATE PURPOSE
may () {
  form=PEM
  grep -q BEGIN "$1" || form=DER
  openssl x509 -inform $form -in "$1" -noout -purpose | grep -q "^$2 : Yes"
}

# talk SERVER-OPTIONS -- CLIENT-OPTIONS: the client must get its line back, reversed.
talk () {
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  : > server.log
  # shellcheck disable=SC2086
  timeout 60 openssl s_server -tls1_3 -accept 127.0.0.1:0 -naccept 1 -rev -no-CApath -no-CAstore $options \
    > server.log 2>&1 &
  server=$!
  port=
  for _ in $(seq 100); do
    port=$(sed -n 's/^ACCEPT 127.0.0.1:\([0-9]*\)$/\1/p' server.log)
    [ -z "$port" ] || break
    sleep 0.2
  done
  printf 'bottle\nCLOSE\n' |
    timeout 60 openssl s_client -tls1_3 -connect "127.0.0.1:$port" -ign_eof -brief -verify_return_error -no-CApath \
      -no-CAstore "$@" > reply 2> client.log
  kill "$server" 2> /dev/null
  wait "$server" 2> /dev/null
  server=
  grep -q elttob reply
}

cd "$folder" || exit 1
# IDs: 1 and 2 the authorities, 3 one below, 4 server, 5 client, 6 OPC UA server, 7 OPC UA client; 8 and 9 of somebody else.
run new line.certrail --name 'Bottling line' &&
run protect line.certrail &&
run create line.certrail --usage ca-intermediate --cn 'Hall 2' --issuer 2 &&
run create line.certrail --usage tls-server --cn gateway --issuer 3 --san DNS:gateway &&
run create line.certrail --usage tls-client --cn historian --issuer 3 --san DNS:historian &&
run create line.certrail --usage opcua-server --cn PLC-1/OPCUA-6 --issuer 2 --san URI:urn:PLC_1 --san IP:192.168.0.1 &&
run create line.certrail --usage opcua-client --cn UaExpert --issuer 2 --san URI:urn:expert &&
run create line.certrail --usage ca-root --cn Stranger &&
run create line.certrail --usage tls-client --cn intruder --issuer 8 --san DNS:intruder &&
printf 'Kettle-7\n' > word || { echo 'Bail out! no project'; exit 1; }

hand_over tls-server --certificate 4 --server 5 && hand_over tls-client --certificate 5 --server 4 &&
pairs tls-server/cert.pem tls-server/privkey.pem && pairs tls-client/cert.pem tls-client/privkey.pem &&
may tls-server/cert.pem 'SSL server' && may tls-client/cert.pem 'SSL client'
accepted tls-files-fit-together
openssl verify -crl_check_all -purpose sslclient -CAfile tls-server/ca.pem -CRLfile tls-server/crl.pem \
  tls-client/cert.pem > /dev/null &&
openssl verify -crl_check_all -purpose sslserver -CAfile tls-client/ca.pem -CRLfile tls-client/crl.pem \
  tls-server/cert.pem > /dev/null
accepted tls-peers-verify-with-lists

server_files='-cert tls-server/cert.pem -key tls-server/privkey.pem -cert_chain tls-server/fullchain.pem'
# With -CRL openssl reads the first list of a file only; among the authorities it reads all.
cat tls-server/ca.pem tls-server/crl.pem > server-trust.pem
cat tls-client/ca.pem tls-client/crl.pem > client-trust.pem
server_trust='-CAfile server-trust.pem -crl_check_all -Verify 4 -verify_return_error'
client_trust='-CAfile client-trust.pem -crl_check_all -verify_hostname gateway'
client_files='-cert tls-client/cert.pem -key tls-client/privkey.pem -cert_chain tls-client/fullchain.pem'
# shellcheck disable=SC2086
talk $server_files $server_trust -- $client_files $client_trust
accepted server-and-client-talk-with-their-files

run hand-over line.certrail --to tls-client --certificate 9 --server 4 --output intruder
# shellcheck disable=SC2086
talk $server_files $server_trust -- -cert intruder/cert.pem -key intruder/privkey.pem $client_trust
refused a-client-of-somebody-else-is-refused server.log 'verify error:.*unable to get local issuer'

run revoke line.certrail 5 && hand_over tls-server --certificate 4
cat tls-server/ca.pem tls-server/crl.pem > server-trust.pem
# shellcheck disable=SC2086
talk $server_files $server_trust -- $client_files $client_trust
refused a-revoked-client-is-refused server.log 'verify error:.*certificate revoked'

hand_over opcua --certificate 6 && hand_over opcua-net --certificate 6 && hand_over open62541 --certificate 6 &&
hand_over node-opcua --certificate 7 &&
pairs opcua/own/certs/* opcua/own/private/* && pairs opcua-net/own/certs/* opcua-net/own/private/* &&
pairs open62541/ApplCerts/own/certs/* open62541/ApplCerts/own/private/* &&
pairs node-opcua/own/certs/* node-opcua/own/private/*
accepted opcua-keys-fit-their-certificates
may opcua/own/certs/* 'SSL server' && may node-opcua/own/certs/* 'SSL client' && may opcua/trusted/certs/* 'SSL server CA'
accepted opcua-certificates-may-what-they-shall
openssl x509 -inform DER -in opcua/trusted/certs/* -out root.pem &&
for list in opcua/trusted/crl/* opcua-net/trusted/crl/* open62541/ApplCerts/trusted/crl/* node-opcua/trusted/crl/*; do
  openssl crl -inform DER -in "$list" -CAfile root.pem -noout 2> /dev/null || break
done &&
openssl crl -inform DER -in "$list" -CAfile root.pem -noout 2> /dev/null
accepted opcua-lists-are-signed-by-the-root

hand_over milo --certificate 6 --export-password-file word &&
LC_ALL=C keytool -list -v -storetype PKCS12 -keystore milo/own/keystore.p12 -storepass Kettle-7 > keystore.txt 2> client.log &&
grep -q 'Entry type: PrivateKeyEntry' keystore.txt && grep -q 'Certificate chain length: 2' keystore.txt
accepted java-opens-the-key-store-of-milo
hand_over tia --certificate 4 --export-password-file word &&
LC_ALL=C keytool -list -v -storetype PKCS12 -keystore tia/gateway.p12 -storepass Kettle-7 > keystore.txt 2> client.log &&
grep -q 'Certificate chain length: 3' keystore.txt &&
openssl pkcs12 -in tia/gateway.p12 -passin pass:Kettle-7 -info -noout 2>&1 | grep -q 'MAC: sha1'
accepted the-file-for-tia-is-compatible-and-read-by-java
LC_ALL=C keytool -list -storetype PKCS12 -keystore tia/gateway.p12 -storepass Kettle-8 > keystore.txt 2>&1
refused a-wrong-password-opens-nothing keystore.txt 'password was incorrect'

echo "1..$number"
exit $failed
