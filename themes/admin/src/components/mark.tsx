/** The mark of Maillage: threads that go over and under each other. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 60 60" width="30" height="30" fill="none" stroke-width="9" stroke-linecap="round" aria-hidden="true">
      <path class="weft" d="M6 10h8M46 10h8M24 30h12M6 50h8M46 50h8" />
      <path class="warp" d="M30 6v8M10 24v12M50 24v12M30 46v8" />
    </svg>
  );
}
