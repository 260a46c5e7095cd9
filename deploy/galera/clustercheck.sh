#!/bin/bash
# Answers HAProxy whether a node of the cluster may serve: 200 or 503, over standard input and output of a connection.
# A node may serve if it belongs to the primary component (wsrep_cluster_status) and has its state (wsrep_local_state 4),
# or gives it to another one (2): a transfer by mariadb-backup does not block it.
# The first argument is a file with the address and password of the user bank_check (docs/operations.md).
defaults=$1
while IFS= read -r -t 1 line && [ -n "${line%$'\r'}" ]; do :; done
query="SELECT CONCAT_WS(' ',
  (SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_cluster_status'),
  (SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_local_state'),
  (SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_ready'),
  (SELECT variable_value FROM information_schema.global_variables WHERE variable_name = 'read_only'))"
state=$(timeout 1 mariadb --defaults-file="$defaults" --connect-timeout=1 -BNe "$query" 2>/dev/null)
case $state in
  "Primary 4 ON OFF" | "Primary 2 ON OFF") status="200 OK" ;;
  *) status="503 Service Unavailable" state=${state:-no answer} ;;
esac
printf 'HTTP/1.0 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n' \
  "$status" $((${#state} + 1)) "$state"
