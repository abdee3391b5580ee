#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs test-layers.py: includes point only to lower layers.
exec "${PYTHON:-python3}" "${top_srcdir:-.}/tests/api/test-layers.py"
