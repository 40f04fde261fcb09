import { indexBelow } from "./draw.ts";
import { inWords, type Maker, ownDraw, personOf, pick, placeOf, type Subject } from "./subject.ts";
import type { Vocabulary } from "./vocabulary.ts";

type TextRule = readonly [
  names: RegExp,
  /** A text, given a tag that keeps it apart from those of other rows: empty where they may repeat. */
  make: (subject: Subject) => (i: number, tag: string) => string,
];

/** A word of the vocabulary, told apart by a number behind it. */
const word =
  (of: (vocabulary: Vocabulary) => readonly string[]) =>
  (subject: Subject): ((i: number, tag: string) => string) => {
    const draw = ownDraw(subject);
    const values = of(subject.vocabulary);
    return (i, tag) => spaced(pick(values, draw(i)), tag);
  };

const person =
  (write: (first: string, last: string, tag: string, phone: string) => string) => (subject: Subject) => {
    const whom = personOf(subject);
    return (i: number, tag: string) => {
      const { first, last, phone } = whom(i);
      return write(first, last, tag, phone);
    };
  };

const place = (
  key: "street" | "city" | "county" | "state" | "stateCode" | "zip" | "latitude" | "longitude",
) => {
  return (subject: Subject) => {
    const where = placeOf(subject);
    return (i: number, tag: string) => spaced(where(i)[key], tag);
  };
};

const always = (text: string) => () => (_: number, tag: string) => spaced(text, tag);

const digits =
  (length: number) =>
  (subject: Subject): ((i: number, tag: string) => string) => {
    const draw = ownDraw(subject);
    return (i, tag) =>
      tag.padStart(length, "0") || String(indexBelow(10 ** length, draw(i))).padStart(length, "0");
  };

const hexadecimal = (subject: Subject) => {
  const draws = [1, 2, 3, 4, 5, 6, 7].map((n) => ownDraw(subject, String(n)));
  return (i: number, tag: string) =>
    draws
      .map((draw) =>
        indexBelow(2 ** 32, draw(i))
          .toString(16)
          .padStart(8, "0"),
      )
      .join("") +
    Number(tag || 0)
      .toString(16)
      .padStart(8, "0");
};

const link = (path: string) => (subject: Subject) => {
  const domain = ownDraw(subject);
  const what = ownDraw(subject, "path");
  const { domains, words } = subject.vocabulary;
  return (i: number, tag: string) =>
    `https://${pick(domains, domain(i))}/${path}${pick(words, what(i))}${tag && `-${tag}`}`;
};

const slug = (subject: Subject) => {
  const draws = [ownDraw(subject, "1"), ownDraw(subject, "2")];
  return (i: number, tag: string) =>
    [...draws.map((draw) => pick(subject.vocabulary.words, draw(i))), tag]
      .filter((part) => part !== "")
      .join("-");
};

const address = (subject: Subject) => {
  const where = placeOf(subject);
  const isWhole = /full|mailing|billing|shipping/.test(subject.column);
  return (i: number, tag: string) => {
    const { street, city, stateCode, zip } = where(i);
    return spaced(isWhole ? `${street}, ${city}, ${stateCode} ${zip}` : street, tag);
  };
};

const email = person((first, last, tag) => `${plain(first)}.${plain(last)}${tag}@mail.example`);
const fullName = person((first, last, tag) => spaced(`${first} ${last}`, tag));
const people =
  /\b(user|people|person|contact|employee|customer|patient|member|author|lead|student|technician|driver|agent|staff|profile)s?\b/;

/** By the names of columns, in words; the first that fits. */
const rules: readonly TextRule[] = [
  [/e ?mail/, email],
  [/\b(first|given|fore) ?name\b/, person((first, _, tag) => spaced(first, tag))],
  [/\b(last|family|sur) ?name\b/, person((_, last, tag) => spaced(last, tag))],
  [
    /\b(full|display|contact|legal|signer|recipient|author|owner|manager|customer|patient) name\b|^author$|^signed by$/,
    fullName,
  ],
  [
    /\b(user|login|nick) ?name\b|^(login|handle)$/,
    person((first, last, tag) => `${plain(first)}${plain(last).charAt(0)}${tag}`),
  ],
  [
    /phone|mobile|\b(fax|tel|cell)\b/,
    person((_, __, tag, phone) => (tag === "" ? phone : `+1555${tag.padStart(7, "0")}`)),
  ],
  [/user ?agent/, word(({ agents }) => agents)],
  [/street|\b(address|addr)( line)?( 1)?$/, address],
  [/\b(city|town)\b/, place("city")],
  [/\bstate ?code\b/, place("stateCode")],
  [/\b(zip|postal|postcode)/, place("zip")],
  [/\bcountry ?code\b/, always("US")],
  [/\bcountry\b/, always("United States")],
  [/\b(county|region|territory|district|area)( name)?$/, place("county")],
  [
    /\b(company|organi[sz]ation|employer|vendor|supplier|account|business|client)( name)?$/,
    word(({ companies }) => companies),
  ],
  [/\b(job|position|occupation)( title)?$/, word(({ jobs }) => jobs)],
  [/\bdepartment\b/, word(({ departments }) => departments)],
  [/\bproduct( name)?$/, word(({ products }) => products)],
  [/\bcurrency\b/, always("USD")],
  [/time ?zone/, always("America/New_York")],
  [/\b(locale)\b/, always("en_US")],
  [/\blanguage\b/, always("en")],
  [/\b(avatar|image|photo|logo|picture)\b/, link("images/")],
  [/\b(url|uri|link|website|homepage|href|endpoint)\b/, link("")],
  [
    /\b(path|file ?path|storage ?key|object ?key)\b/,
    (subject) => {
      const make = slug(subject);
      return (i, tag) => `files/${make(i, tag)}.pdf`;
    },
  ],
  [
    /\bfile ?name\b/,
    (subject) => {
      const make = slug(subject);
      return (i, tag) => `${make(i, tag)}.pdf`;
    },
  ],
  [/\b(mime|content) ?type\b/, always("application/pdf")],
  [/\b(slug|permalink)\b/, slug],
  [/hash|digest|checksum|sha ?256|token|secret|api ?key|password/, hexadecimal],
  [/colou?r/, word(({ colours }) => colours)],
  [/\b(sku|code|number|no|nr|reference|ref|barcode|serial)\b/, digits(6)],
  [
    /\b(domain|hostname|host)\b/,
    (subject) => {
      const draw = ownDraw(subject);
      return (i, tag) => `${tag && `h${tag}.`}${pick(subject.vocabulary.domains, draw(i))}`;
    },
  ],
  [/\b(tag|label|keyword|category|kind|group)\b/, word(({ departments }) => departments)],
  [
    /description|comment|note|remark|bio|about|summary|body|content|message|text|reason|details|instructions|doc/,
    word(({ sentences }) => sentences),
  ],
  [/\b(title|subject|headline|task|topic)\b/, word(({ titles }) => titles)],
];

/** What a column called `name` holds, by the name of its table. */
const namesByTable: readonly TextRule[] = [
  [people, fullName],
  [
    /\b(account|compan|organi[sz]ation|vendor|supplier|business|client|tenant|shop|store|partner)/,
    word(({ companies }) => companies),
  ],
  [/\b(territor|region|district|area|count(y|ies)|location|place|site|warehouse)/, place("county")],
  [/\b(cit(y|ies)|town)/, place("city")],
  [/\b(product|item|part|article|goods|service)/, word(({ products }) => products)],
  [/\b(department|categor|tag|group|team|label)/, word(({ departments }) => departments)],
];

/** A text that fits the column's name and length; undefined where the name tells nothing. */
export function text(subject: Subject): Maker | undefined {
  const name = inWords(subject.column);
  const [length = Number.POSITIVE_INFINITY] = subject.parameters;
  if (subject.apart && length < 10) return undefined;
  const make = ruleFor(subject, name, length)?.(subject);
  if (make === undefined) return undefined;
  return (i) => {
    const tag = subject.apart ? String(i + 1) : "";
    const value = make(i, tag);
    if (value.length <= length) return value;
    return tag === ""
      ? value.slice(0, length).trimEnd()
      : `${value.slice(0, length - tag.length - 1)}-${tag}`;
  };
}

function ruleFor(subject: Subject, name: string, length: number): TextRule[1] | undefined {
  if (/\bname$/.test(name) && name.length <= 5) {
    return (
      namesByTable.find(([tables]) => tables.test(inWords(subject.table)))?.[1] ??
      word(({ titles }) => titles)
    );
  }
  if (/\b(state|province)\b/.test(name)) return place(length <= 3 ? "stateCode" : "state");
  if (/\bcountry\b/.test(name) && length <= 3) return always(length === 3 ? "USA" : "US");
  const found = rules.find(([names]) => names.test(name))?.[1];
  return found === undefined && /\bname$/.test(name) ? word(({ titles }) => titles) : found;
}

function spaced(text: string, tag: string): string {
  return tag === "" ? text : `${text} ${tag}`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "");
}
