#!/bin/sh
# until-eof.sh PROGRAM ARG…: runs a program until standard input closes. Whoever
# holds the other end takes the program with them, even when killed.
"$@" &
cat >/dev/null
kill $!
wait $!
