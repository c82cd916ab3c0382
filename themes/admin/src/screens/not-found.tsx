import { Lost } from '../components/lost';

/** Where an address leads that the router does not know. */
export function NotFound() {
  return (
    <main class="sheet">
      <Lost />
    </main>
  );
}
