#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# acceptance-cases.sh FOLDER: certificates good and bad, made by openssl, and what partners may know.
#
#   ca/NAME.der         authorities; their keys, lists and registers are beside them
#   leaf/NAME.der       what is shown; leaf/NAME.chain.der with what is sent along
#   store/NAME/         trusted/certs, trusted/crl, issuers/certs, issuers/crl: as node-opcua has it
#
# Real peers use the real clock, so everything is made around now.

set -eu
cd "$1"
mkdir -p ca leaf store
CA=root
export CA

at() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
long_ago=$(at '-900 days')
yesterday=$(at '-2 days')
later=$(at '+900 days')
soon=$(at '+30 days')

cat > openssl.cnf << 'END'
[ca]
default_ca = authority
[authority]
dir = ca
database = $dir/$ENV::CA.index
certificate = $dir/$ENV::CA.pem
private_key = $dir/$ENV::CA.key
new_certs_dir = $dir
rand_serial = yes
default_md = sha256
default_days = 30
default_crl_days = 30
unique_subject = no
email_in_dn = no
policy = policy
[policy]
commonName = supplied
[crl]
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
[name]
END

# key NAME KIND: a private key; requests are only asked for the key, everything else is said when signing.
key() {
  case $2 in
    ec) openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" ;;
    *) openssl genrsa -out "$1.key" "$2" 2> /dev/null ;;
  esac
  openssl req -new -config openssl.cnf -key "$1.key" -subj /CN=any -out "$1.csr"
}

# sign FILE CA CN EXTENSIONS START END [OPTION…]: signs FILE.csr, or with CA “self” with its own key
sign() {
  file=$1 CA=$2 cn=$3 extensions=$4 start=$5 end=$6
  shift 6
  export CA
  printf '[extensions]\n%s\n' "$extensions" > extensions.cnf
  if [ "$CA" = self ]; then
    : > ca/self.index
    set -- -selfsign -keyfile "$key" "$@"
  fi
  openssl ca -config openssl.cnf -batch -notext -in "$request" -subj "/CN=$cn" -extfile extensions.cnf \
    -extensions extensions -startdate "$start" -enddate "$end" -out "$file.pem" "$@" 2> openssl.log
  openssl x509 -in "$file.pem" -outform der -out "$file.der"
}

ids='subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always'
no_ids='subjectKeyIdentifier=none
authorityKeyIdentifier=none'
ca_usage='keyUsage=critical,keyCertSign,cRLSign'
ca_flag='basicConstraints=critical,CA:TRUE'

# authority NAME ISSUER [EXTENSIONS [START [END [BITS]]]]
authority() {
  key "ca/$1" "${6:-2048}"
  : > "ca/$1.index"
  key=ca/$1.key request=ca/$1.csr
  sign "ca/$1" "$2" "Authority $1" "${3:-$ca_flag
$ca_usage
$ids}" "${4:-$long_ago}" "${5:-$later}"
}

authority root self
authority inter root "$ca_flag,pathlen:0
$ca_usage
$ids"
authority below inter
authority other self
authority no-crl-sign self "$ca_flag
keyUsage=critical,keyCertSign
$ids"
authority no-cert-sign self "$ca_flag
keyUsage=critical,cRLSign,digitalSignature
$ids"
authority no-flag self "basicConstraints=critical,CA:FALSE
$ca_usage
$ids"
authority no-usage self "$ca_flag
$ids"
authority expired self '' "$long_ago" "$yesterday"
authority future self '' "$soon" "$later"
authority old-inter root '' "$long_ago" "$yesterday"
authority revoked-inter root
authority small self '' '' '' 1024
authority no-ids self "$ca_flag
$ca_usage
$no_ids"
authority ec self '' '' '' ec
authority stranger self   # issues nothing, for stores that would be empty

authorities='root inter below other no-crl-sign no-cert-sign no-flag no-usage
  expired future old-inter revoked-inter small no-ids ec'

key leaf 2048
key leaf-small 1024
key leaf-ec ec

no_ca='basicConstraints=critical,CA:FALSE'
usage='keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment'
purposes='extendedKeyUsage=serverAuth,clientAuth'
names='subjectAltName=URI:urn:plant:app,DNS:plc.plant.example,IP:192.168.0.1'
good="$no_ca
$usage
$purposes
$names
$ids"

# leaf NAME ISSUER [EXTENSIONS [START [END [KEY [OPTION…]]]]]
leaf() {
  name=$1 issuer=$2 extensions=${3:-$good} start=${4:-$yesterday} end=${5:-$soon} k=${6:-leaf}
  if [ $# -gt 6 ]; then shift 6; else shift $#; fi
  key=$k.key request=$k.csr
  sign "leaf/$name" "$issuer" "Leaf $name" "$extensions" "$start" "$end" "$@"
  cp "leaf/$name.der" "leaf/$name.chain.der"
}

# with LINE…: the good extensions, with these in place of those of the same name; “NAME=” takes one out.
with() {
  printf '%s\n' "$@" > with.txt
  printf '%s\n' "$good" | grep -v "^\($(sed 's/=.*//' with.txt | paste -sd'|' | sed 's/|/\\|/g')\)=" || :
  grep -v '=$' with.txt || :
}

leaf good root
leaf server root "$(with extendedKeyUsage=serverAuth)"
leaf client root "$(with extendedKeyUsage=clientAuth)"
leaf critical-purposes root "$(with extendedKeyUsage=critical,serverAuth,clientAuth)"
leaf any-purpose root "$(with extendedKeyUsage=anyExtendedKeyUsage)"
leaf other-purpose root "$(with extendedKeyUsage=codeSigning)"
leaf no-purposes root "$(with extendedKeyUsage=)"
leaf no-key-usage root "$(with keyUsage=)"
leaf no-data-encipherment root "$(with keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment)"
leaf no-digital-signature root "$(with keyUsage=critical,nonRepudiation,keyEncipherment,dataEncipherment)"
leaf only-digital-signature root "$(with keyUsage=critical,digitalSignature)"
leaf only-key-encipherment root "$(with keyUsage=critical,keyEncipherment)"
leaf only-non-repudiation root "$(with keyUsage=critical,nonRepudiation)"
leaf cert-sign root "$(with "$usage,keyCertSign")"
leaf is-authority root "$(with "$ca_flag" "$usage,keyCertSign,cRLSign")"
leaf no-constraints root "$(with basicConstraints=)"
leaf expired root '' "$long_ago" "$yesterday"
leaf future root '' "$soon" "$later"
leaf revoked root
leaf revoked-and-expired root '' "$long_ago" "$yesterday"
leaf small-key root '' '' '' leaf-small
leaf ec root "$(with keyUsage=critical,digitalSignature)" '' '' leaf-ec
leaf sha1 root '' '' '' leaf -md sha1
leaf sha512 root '' '' '' leaf -md sha512
leaf no-subject-id root "$(with subjectKeyIdentifier=none)"
leaf no-authority-id root "$(with authorityKeyIdentifier=none)"
leaf no-ids root "$(with subjectKeyIdentifier=none authorityKeyIdentifier=none)"
leaf issuer-and-serial root "$(with authorityKeyIdentifier=keyid,issuer:always)"
leaf other-uri root "$(with subjectAltName=URI:urn:other,DNS:plc.plant.example,IP:192.168.0.1)"
leaf second-uri root "$(with subjectAltName=URI:urn:other,URI:urn:plant:app,DNS:plc.plant.example,IP:192.168.0.1)"
leaf upper-case-uri root "$(with subjectAltName=URI:URN:plant:app,DNS:plc.plant.example,IP:192.168.0.1)"
leaf no-names root "$(with subjectAltName=)"
leaf other-host root "$(with subjectAltName=URI:urn:plant:app,DNS:hmi.plant.example,IP:192.168.0.2)"
leaf upper-case-host root "$(with subjectAltName=URI:urn:plant:app,DNS:PLC.Plant.example)"
leaf wildcard root "$(with subjectAltName=URI:urn:plant:app,DNS:*.plant.example)"
leaf wide-wildcard root "$(with subjectAltName=URI:urn:plant:app,DNS:*.example)"
leaf only-address root "$(with subjectAltName=URI:urn:plant:app,IP:192.168.0.1)"
leaf only-uri root "$(with subjectAltName=URI:urn:plant:app)"
key=leaf.key request=leaf.csr
sign leaf/common-name-is-host root plc.plant.example "$(with subjectAltName=URI:urn:plant:app)" "$yesterday" "$soon"
cp leaf/common-name-is-host.der leaf/common-name-is-host.chain.der

for ca in inter below other no-crl-sign no-cert-sign no-flag no-usage \
  expired future old-inter revoked-inter small ec; do
  leaf "by-$ca" "$ca"
done
leaf by-no-ids no-ids "$(with authorityKeyIdentifier=none)"
leaf by-inter-revoked inter
leaf by-inter-expired inter '' "$long_ago" "$yesterday"
leaf by-inter-sent inter
cat ca/inter.der >> leaf/by-inter-sent.chain.der
leaf by-other-sent other
cat ca/other.der >> leaf/by-other-sent.chain.der

self_usage="$usage,keyCertSign"
leaf self self "$(with "$self_usage")"
leaf self-no-cert-sign self
leaf self-authority self "$(with "$ca_flag,pathlen:0" "$self_usage,cRLSign")"
leaf self-expired self "$(with "$self_usage")" "$long_ago" "$yesterday"
leaf self-no-ids self "$(with "$self_usage" subjectKeyIdentifier=none authorityKeyIdentifier=none)"
leaf self-no-authority-id self "$(with "$self_usage" authorityKeyIdentifier=none)"
leaf self-ec self "$(with keyUsage=critical,digitalSignature,keyCertSign)" '' '' leaf-ec
leaf self-small self "$(with "$self_usage")" '' '' leaf-small

# The last bit of the signature is another one.
tamper() {
  size=$(($(wc -c < "leaf/$1.der") - 1))
  last=$(tail -c 1 "leaf/$1.der" | od -An -tu1 | tr -d ' ')
  { head -c "$size" "leaf/$1.der"; printf "\\$(printf %o $((last ^ 1)))"; } > "leaf/$2.der"
  cp "leaf/$2.der" "leaf/$2.chain.der"
  openssl x509 -inform der -in "leaf/$2.der" -out "leaf/$2.pem"
}
tamper good tampered
tamper by-inter by-inter-tampered
leaf whole-self self "$(with "$self_usage")"
tamper whole-self self-tampered
rm leaf/whole-self.*

revoke() { CA=$1; export CA; openssl ca -config openssl.cnf -revoke "$2" 2> openssl.log; }
revoke root leaf/revoked.pem
revoke root leaf/revoked-and-expired.pem
revoke inter leaf/by-inter-revoked.pem
revoke root ca/revoked-inter.pem
revoke root ca/old-inter.pem

# An authority without an identifier cannot be named by one.
for CA in $authorities; do
  export CA
  if [ "$CA" = no-ids ]; then set --; else set -- -crlexts crl; fi
  openssl ca -config openssl.cnf -gencrl "$@" -out list.pem 2> openssl.log
  openssl crl -in list.pem -outform der -out "ca/$CA.crl"
  openssl ca -config openssl.cnf -gencrl "$@" -crl_lastupdate "$long_ago" -crl_nextupdate "$yesterday" \
    -out list.pem 2> openssl.log
  openssl crl -in list.pem -outform der -out "ca/$CA.old.crl"
done

# store NAME: begins a store; then trust, know, list
store() {
  s=store/$1
  mkdir -p "$s/trusted/certs" "$s/trusted/crl" "$s/issuers/certs" "$s/issuers/crl"
  mkdir -p "$s/own/certs" "$s/own/private" "$s/rejected"
}
trust() { for f in "$@"; do cp "$f" "$s/trusted/certs/$(basename "$(dirname "$f")")-$(basename "$f")"; done; }
know() { for f in "$@"; do cp "$f" "$s/issuers/certs/$(basename "$f")"; done; }
list() { for f in "$@"; do cp "$f" "$s/trusted/crl/$(basename "$f")"; done; }
each() { for ca in $1; do printf 'ca/%s.%s\n' "$ca" "$2"; done; }
selfs=$(ls leaf/self*.der | grep -v chain)
known=$(echo $authorities | sed 's/ other / /')

store full;       trust $(each "$known" der) $selfs; list $(each "$known" crl)
store no-lists;   trust $(each "$known" der) $selfs
store old-lists;  trust $(each "$known" der) $selfs; list $(each "$known" old.crl)
store root-list;  trust $(each "$known" der) $selfs; list ca/root.crl
store only-root;  trust ca/root.der; list ca/root.crl
store no-root;    trust ca/inter.der ca/below.der ca/revoked-inter.der; list ca/inter.crl ca/below.crl ca/root.crl
store root-trusted; trust ca/root.der; list $(each "$known" crl)
know ca/inter.der ca/below.der ca/old-inter.der ca/revoked-inter.der
store issuers;    know $(each "$known" der); list $(each "$known" crl)
store leaves;     trust $(ls leaf/*.der | grep -v chain); know $(each "$known" der); list $(each "$known" crl)
store nothing
