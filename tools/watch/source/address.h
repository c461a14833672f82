// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ADDRESS_H
#define EARMARK_ADDRESS_H

#include <stdbool.h>

/// What the address of a source leads to
typedef enum {
  ADDRESS_INPUT,   ///< "-": standard input
  ADDRESS_FILE,    ///< A path: a file, a named pipe
  ADDRESS_SESSION, ///< A path of a session description, for RTP: "x.sdp"
  ADDRESS_DEVICE,  ///< As capture_device.h has it, in builds that have any
  ADDRESS_NETWORK, ///< "SCHEME://..."
} AddressKind;

/// What a user wrote.  [any]
AddressKind address_kind(const char* address);

/**
   Text that may hold addresses, as messages do, without what may be a secret in
   them: user names, passwords, values of queries become "***".  The caller
   frees it; NULL if memory is short.  [any]
*/
char* address_mask(const char* text);

/// Like an address, with credentials for its host; both parts are escaped as
/// needed.  `user` may be NULL, for none.  The caller frees it; NULL if memory
/// is short or there is no host.  [any]
char* address_with_password(const char* address,
                            const char* user,
                            const char* password);

/// Like an address, with what its credentials hold escaped, so that libraries
/// find its host: they may have # and @ in them, as users write them.  The
/// caller frees it; NULL if memory is short.  [any]
char* address_escape(const char* address);

/// Overwrite with 'x' what address_mask() would hide, in place.  [any]
void address_blot(char* address);

/// A name for a station: the last part of the address, of
/// ADDRESS_NAME_CHARACTERS only.  The caller frees it; NULL if memory is short.
/// [any]
char* address_name(const char* address);

#define ADDRESS_NAME_CHARACTERS                                                \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
#define ADDRESS_MAX_NAME 64u

#endif
