import { times } from "../rows/base-values.ts";

/** What believable values are made of: some thousand words, made once by faker; a million rows draw from them. */
export interface Vocabulary {
  readonly people: readonly Person[];
  readonly places: readonly Place[];
  readonly companies: readonly string[];
  readonly products: readonly string[];
  readonly departments: readonly string[];
  readonly jobs: readonly string[];
  readonly domains: readonly string[];
  readonly words: readonly string[];
  readonly titles: readonly string[];
  readonly sentences: readonly string[];
  readonly colours: readonly string[];
  readonly agents: readonly string[];
}

export interface Person {
  readonly first: string;
  readonly last: string;
  readonly phone: string;
}

export interface Place {
  readonly street: string;
  readonly city: string;
  readonly county: string;
  readonly state: string;
  readonly stateCode: string;
  readonly zip: string;
  readonly latitude: string;
  readonly longitude: string;
}

const states = [
  ["California", "CA"],
  ["New York", "NY"],
  ["Texas", "TX"],
  ["Washington", "WA"],
  ["Illinois", "IL"],
  ["Massachusetts", "MA"],
  ["Colorado", "CO"],
  ["Georgia", "GA"],
  ["Oregon", "OR"],
  ["Ohio", "OH"],
] as const;

/** The same words for the same seed, whatever day it is. */
export async function loadVocabulary(seed: number): Promise<Vocabulary> {
  const { faker } = await import("@faker-js/faker/locale/en_US");
  faker.seed(seed);
  const { person, location, company, commerce, lorem, internet, phone } = faker;
  return {
    people: times(1000, () => ({
      first: person.firstName(),
      last: person.lastName(),
      phone: phone.number({ style: "national" }),
    })),
    places: times(500, (i) => {
      const [state, stateCode] = states[(i * i) % states.length] ?? states[0];
      return {
        street: location.streetAddress(),
        city: location.city(),
        county: location.county(),
        state,
        stateCode,
        zip: location.zipCode({ state: stateCode }),
        latitude: location.latitude({ min: 26, max: 48 }).toFixed(5),
        longitude: location.longitude({ min: -122, max: -72 }).toFixed(5),
      };
    }),
    companies: times(400, () => company.name()),
    products: times(400, () => commerce.productName()),
    departments: distinct(times(60, () => commerce.department())),
    jobs: distinct(times(200, () => person.jobTitle())),
    domains: distinct(times(60, () => `${internet.domainWord()}.example`)),
    words: distinct(times(300, () => lorem.word())),
    titles: times(300, () => capital(company.buzzPhrase())),
    sentences: times(300, () => `${capital(company.buzzPhrase())}: ${company.catchPhrase().toLowerCase()}.`),
    colours: distinct(times(40, () => faker.color.human())),
    agents: times(20, () => internet.userAgent()),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
