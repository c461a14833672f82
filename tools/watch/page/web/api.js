// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the page asks the program for; all addresses are relative, as it may be
// served under any path

/** An object of the program. */
export async function get(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) {
    throw new Error(await reason(response));
  }
  return response.json();
}

async function reason(response) {
  try {
    return (await response.json()).error;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}

/** Change something; the header tells that no other server's page asks. */
export async function post(path, body = "") {
  const response = await fetch(path, {
    method: "POST", headers: { "X-Earmark": "1" }, body,
  });
  if (!response.ok) {
    throw new Error(await reason(response));
  }
}

export function stationPath(name) {
  return `api/stations/${encodeURIComponent(name)}`;
}
