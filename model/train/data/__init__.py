# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Clips, their audio and their frames."""
