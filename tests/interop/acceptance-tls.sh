#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# acceptance-tls.sh FOLDER: what OpenSSL and GnuTLS say of each certificate with each store that acceptance-cases.sh has
# made.
#
# One line a case: “openssl-server|openssl-address|openssl-client STORE LEAF NUMBER”, where the number is that of the
# first X509_V_ERR, which is the one that a connection ends with; “gnutls-server STORE LEAF yes|no”.

set -eu
cd "$1"

pem() { for f in "$@"; do [ ! -f "$f" ] || openssl "$kind" -inform der -in "$f"; done; }

verify() {
  what=$1
  shift
  said=$(openssl verify -auth_level 2 -no-CApath -no-CAstore -CAfile "$s/trusted.pem" -untrusted "$s/untrusted.pem" \
    "$@" "leaf/$leaf.pem" 2>&1) || :
  number=$(printf '%s\n' "$said" | sed -n 's/^error \([0-9]*\) at .*/\1/p' | head -n 1)
  echo "openssl-$what $store $leaf ${number:-0}"
}

# Everything that was sent along, or that the store knows without trusting it.
for store in full no-lists old-lists root-list only-root root-trusted nothing; do
  s=store/$store
  kind=x509
  pem "$s"/trusted/certs/* > "$s/trusted.pem"
  pem "$s"/issuers/certs/* > "$s/issuers.pem"
  kind=crl
  pem "$s"/trusted/crl/* > "$s/lists.pem"
done
for leaf in by-inter-sent by-other-sent; do
  ca=${leaf#by-}
  openssl x509 -in "ca/${ca%-sent}.pem" > "leaf/$leaf.sent.pem"
done

for store in full no-lists old-lists root-list only-root root-trusted nothing; do
  s=store/$store
  for file in leaf/*.chain.der; do
    leaf=$(basename "$file" .chain.der)
    cat "$s/issuers.pem" > "$s/untrusted.pem"
    [ ! -f "leaf/$leaf.sent.pem" ] || cat "leaf/$leaf.sent.pem" >> "$s/untrusted.pem"
    [ -s "$s/untrusted.pem" ] || cp ca/stranger.pem "$s/untrusted.pem"
    [ -s "$s/trusted.pem" ] || cp ca/stranger.pem "$s/trusted.pem"
    set --
    [ ! -s "$s/lists.pem" ] || set -- -crl_check_all -CRLfile "$s/lists.pem"
    verify server -purpose sslserver -verify_hostname plc.plant.example "$@"
    verify client -purpose sslclient "$@"
    [ "$store" != no-lists ] || verify address -purpose sslserver -verify_ip 192.168.0.1 "$@"
  done
done

command -v certtool > /dev/null || exit 0
for store in full no-lists only-root nothing; do
  s=store/$store
  for file in leaf/*.chain.der; do
    leaf=$(basename "$file" .chain.der)
    set --
    [ ! -s "$s/lists.pem" ] || set -- --load-crl "$s/lists.pem"
    cat "leaf/$leaf.pem" > chain.pem
    [ ! -f "leaf/$leaf.sent.pem" ] || cat "leaf/$leaf.sent.pem" >> chain.pem
    if certtool --verify --verify-profile medium --load-ca-certificate "$s/trusted.pem" \
         --verify-hostname plc.plant.example --verify-purpose 1.3.6.1.5.5.7.3.1 "$@" < chain.pem > /dev/null 2>&1; then
      echo "gnutls-server $store $leaf yes"
    else
      echo "gnutls-server $store $leaf no"
    fi
  done
done
