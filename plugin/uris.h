// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_URIS_H
#define EARMARK_URIS_H

/// What the URIs of our own bundle's plugins begin with
#define URI_PREFIX "urn:earmark:"

/// The file of another network's bundle that holds what its URIs begin with
#define URI_PREFIX_FILE "uri-prefix"
#define URI_MAX_PREFIX 512 /* bytes, the end included */

/// The files of a bundle that are its network, its plugins and their window
#define NETWORK_FILE "network.safetensors"
#define LIBRARY_FILE "earmark.so"
#define WINDOW_FILE "earmark_ui.so"

#endif
