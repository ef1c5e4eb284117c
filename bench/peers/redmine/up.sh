#!/usr/bin/env bash
# Redmine from Debian's packages in a folder of its own, on a PostgreSQL that is there, with 100,000 issues; puma on port 3400.
#
#     bench/peers/redmine/up.sh postgresql://postgres@127.0.0.1:5432/postgres FOLDER
#
# As root, with debootstrap; Debian's mirror is the machine's own. Ten minutes, 1.2 GB. Ends with puma in the foreground: Ctrl-C.
set -euo pipefail
server=${1:?the server: postgresql://user@host:5432/postgres} folder=${2:?a folder}
here=$(cd "$(dirname "$0")" && pwd)
root=$folder/root
address=$(python3 -c 'import sys, urllib.parse as u; a = u.urlsplit(sys.argv[1]); print(a.hostname, a.port or 5432, a.username or "postgres", a.password or "", sep="\n")' "$server")
{ read -r host; read -r port; read -r user; read -r password || true; } <<<"$address"

inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 REDMINE_LANG=en RAILS_ENV=production "$@"; }

if [[ ! -e $root/usr/share/redmine ]]; then
    mirror=$(sed -n 's/^URIs: //p; s/^deb \(http[^ ]*\).*/\1/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1 || true) # some of them may not be there
    [[ -e $root/usr/bin/dpkg ]] || debootstrap --variant=minbase bookworm "$root" "$mirror"
    mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
    cp -r /etc/apt/. "$root/etc/apt/"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
    inside apt-get update -qq
    inside apt-get install -y -qq --no-install-recommends debconf
    echo 'redmine redmine/instances/default/dbconfig-install boolean false' | inside debconf-set-selections
    inside apt-get install -y -qq --no-install-recommends redmine redmine-pgsql puma
fi
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"

psql "$server" -qc 'DROP DATABASE IF EXISTS redmine_bench' -c "CREATE DATABASE redmine_bench ENCODING 'UTF8' TEMPLATE template0"
mkdir -p "$root/etc/redmine/default"
cat >"$root/etc/redmine/default/database.yml" <<YML
production:
  adapter: postgresql
  host: $host
  port: $port
  username: $user
  password: "$password"
  database: redmine_bench
  encoding: utf8
  pool: 8
YML
[[ -e $root/etc/redmine/default/secret_key.txt ]] || head -c 64 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$root/etc/redmine/default/secret_key.txt"
inside bash -c 'cd /usr/share/redmine && X_DEBIAN_SITEID=default rake db:migrate && rake redmine:load_default_data'
psql "${server%/*}/redmine_bench" -q -v ON_ERROR_STOP=1 -f "$here/load.sql"
exec chroot "$root" env LANG=C.UTF-8 RAILS_ENV=production X_DEBIAN_SITEID=default bash -c \
    'cd /usr/share/redmine && exec puma --environment production --workers 2 --threads 4:4 --preload --bind tcp://127.0.0.1:3400'
