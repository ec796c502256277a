#!/bin/bash
# Makes the keys and certificates of the tests of seals again: an authority that nobody should trust, and keys it vouches for, from 2000 to
# 2100. All have the passphrase `test`.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d); trap 'rm -r "$work"' EXIT
touch "$work/index"
cat >"$work/ca.cnf" <<END
[ca]
default_ca = own
[own]
database = $work/index
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
[any]
organizationName = optional
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signing]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[wrapping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
END

ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2>/dev/null; }
rsa() { openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:$2" -out "$work/$1.key" 2>/dev/null; }
issue() { # NAME SUBJECT EXTENSIONS FROM TO [further arguments]
  local name=$1 subject=$2 extensions=$3 from=$4 to=$5; shift 5
  openssl req -new -key "$work/$name.key" -subj "$subject" -out "$work/$name.csr"
  openssl ca -batch -notext -config "$work/ca.cnf" -extensions "$extensions" -startdate "$from" -enddate "$to" \
    -in "$work/$name.csr" -out "$work/$name.pem" "$@" 2>/dev/null
}
by_authority() { issue "$@" -cert authority.pem -keyfile "$work/authority.key"; }
pack() { openssl pkcs12 -export -inkey "$work/$1.key" -in "$work/$1.pem" -passout pass:test -out "$1.p12" "${@:2}"; }

ec authority
issue authority "/O=Nobody/CN=Test authority" authority 20000101000000Z 21000101000000Z -selfsign -keyfile "$work/authority.key"
cp "$work/authority.pem" authority.pem
ec ecdsa; by_authority ecdsa "/O=An office/CN=Seal of an office" signing 20000101000000Z 21000101000000Z
rsa rsa 3072; by_authority rsa "/O=An office/CN=Older seal of an office" signing 20000101000000Z 21000101000000Z
ec expired; by_authority expired "/O=An office/CN=Expired seal" signing 20000101000000Z 20100101000000Z
ec late; by_authority late "/O=An office/CN=Late seal" signing 20200101000000Z 21000101000000Z
ec wrapping; by_authority wrapping "/O=An office/CN=No seal" wrapping 20000101000000Z 21000101000000Z
rsa stamps 2048; by_authority stamps "/O=An office/CN=Time stamps" stamping 20000101000000Z 21000101000000Z
ec stranger
issue stranger "/O=Somebody/CN=Seal of an office" signing 20000101000000Z 21000101000000Z -selfsign -keyfile "$work/stranger.key"
cp "$work/stranger.pem" stranger.pem
for name in ecdsa rsa expired late wrapping; do pack $name -certfile authority.pem; done
pack stranger; pack stamps
