// Videos of others, loaded when they are asked for: until then nobody there learns
// who reads the page. Without this file the link leads to the video's own page.
//
//   <figure class="embed" data-embed="https://www.youtube-nocookie.com/embed/ID">
//     <a href="https://www.youtube.com/watch?v=ID"><img …> Regarder : le titre</a>
//     <figcaption>…</figcaption>
//   </figure>
//
// Load with type="module". The link must be the figure's own child; the frame that
// takes its place has the class embed-player, to which the stylesheet gives its
// shape. frame-src in the content security policy names the same players.

const players = ["https://www.youtube-nocookie.com/", "https://player.vimeo.com/", "https://geo.dailymotion.com/"];

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-embed] > a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
  const address = link.parentElement.dataset.embed;
  if (!players.some((player) => address.startsWith(player))) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "embed-player";
  frame.title = link.textContent.replace(/\s+/g, " ").trim() || link.querySelector("img")?.alt || "";
  frame.allow = "autoplay; fullscreen; picture-in-picture"; // the press on the link was one on "play"
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = `${address}${address.includes("?") ? "&" : "?"}autoplay=1`;
  link.replaceWith(frame);
  frame.focus();
});
