// The only place that fetches. Paths, bodies and answers of the JSON API, and one
// error for everything that can go wrong: Problem. The server decides what a
// person may see; nothing here is a protection.

export interface Zone {
  readonly slug: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly children?: readonly Zone[];
}

export interface Overlay {
  readonly slug: string;
  readonly name: string;
  readonly permissions: readonly string[];
}

/** Who is signed in and what they hold. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly zones: readonly Zone[];
  readonly overlays: readonly Overlay[];
}

/** One row of a list. Times are RFC 3339, phone is empty when not given. */
export interface Contact {
  readonly id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly phone: string;
  readonly postal_code: string;
  readonly zone: string;
  readonly zone_name: string;
  readonly number: string;
  readonly status: string;
  readonly joined_at: string;
  readonly newsletter: boolean;
  readonly calls: boolean;
}

/** One line of the consent ledger; times are empty until they happen. */
export interface Consent {
  readonly purpose: string;
  readonly channel: string;
  readonly wording: string;
  readonly wording_id: string;
  readonly lang: string;
  readonly source: string;
  readonly at: string;
  readonly method: string;
  readonly confirmed_at?: string;
  readonly withdrawn_at?: string;
}

export interface ContactDetails extends Contact {
  readonly overlays: readonly string[];
  readonly confirmed_at: string;
  readonly consents: readonly Consent[];
}

/** A page of a list; next is the sealed cursor of the following one, or empty. */
export interface ContactPage {
  readonly contacts: readonly Contact[];
  readonly next: string;
}

export interface ContactQuery {
  readonly zone?: string;
  readonly overlay?: string;
  readonly q?: string;
  readonly cursor?: string;
}

/** What proves that the mail was received: the link's token, or the address and the code. */
export type Proof = { readonly token: string } | { readonly email: string; readonly code: string };

/** Why a call failed: an HTTP status, or 0 when no answer came. */
export class Problem extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

const pageSize = 50;
const patience = 20_000; // milliseconds
const noContent = 204;

export class Api {
  /** expired is told whenever the server says that nobody is signed in. */
  constructor(
    private readonly language: string,
    private readonly expired: () => void,
  ) {}

  me = (): Promise<Me> => this.call('GET', 'admin/me');
  contact = (id: string, signal: AbortSignal): Promise<ContactDetails> =>
    this.call('GET', `admin/contacts/${encodeURIComponent(id)}`, { signal });
  contacts = (query: ContactQuery, signal: AbortSignal): Promise<ContactPage> =>
    this.call('GET', `admin/contacts?${params({ ...query, limit: String(pageSize) })}`, { signal });

  requestSignIn = (email: string): Promise<unknown> => this.call('POST', 'session', { body: { email } });
  verifySignIn = (proof: Proof): Promise<unknown> => this.call('POST', 'session/verify', { body: proof });
  signOut = (): Promise<unknown> => this.call('POST', 'session/end', { body: {} });

  private async call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': this.language };
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', redirect: 'error' };
    if (options.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(options.body);
    }
    const late = AbortSignal.timeout(patience);
    init.signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
    const response = await fetch(`/api/${path}`, init).catch(() => Promise.reject(new Problem(0)));
    if (response.status === 401) this.expired();
    // Read even when it is of no use: a body left unread keeps the request pending.
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new Problem(response.status);
    if (body === null && response.status !== noContent) throw new Problem(0);
    return body as T;
  }
}

/** The Problem behind anything thrown by a call. */
export function problemOf(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem(0);
}

interface CallOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function params(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
}
