// A part was asked for and the answer came from another address: sign-in, most often. Go there as a page,
// and come back to this page, not to the part.
export function signIn(url) {
  const to = new URL(url, location.href);
  if (to.searchParams.has("next")) to.searchParams.set("next", location.pathname + location.search);
  location.assign(to);
}
