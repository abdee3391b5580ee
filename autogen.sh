#!/bin/sh
# Makes configure from configure.ac; needs autoconf, automake, libtool, pkg-config.
cd "$(dirname "$0")" && exec autoreconf --install --force
