import { formatType } from "../model/column-type.ts";
import type { ColumnType, Encrypted, Entity, Field } from "../model/model.ts";
import { qualified } from "../postgres/quote.ts";
import { madeName } from "./names.ts";

/** Holds the functions that encrypt and decrypt. */
export const encryptionSchema = "encryption";
/** Holds the views that show encrypted fields in plain. */
export const decryptedSchema = "decrypted";

/** A field as the rule leaves it: of type bytea, with the type of the value beside it. */
export interface EncryptedField extends Field {
  readonly encrypt: Required<Encrypted> & { readonly plain: ColumnType };
}

/** The fields of a hardened entity that are stored encrypted. */
export function encryptedFields({ fields }: Entity): readonly EncryptedField[] {
  return fields.filter((field): field is EncryptedField => field.encrypt?.plain !== undefined);
}

export function plainType({ encrypt }: EncryptedField): string {
  return formatType(encrypt.plain);
}

/** The function that reads a key from where the platform keeps it. */
export function keyFunction(key: string): string {
  return qualified(encryptionSchema, madeName("key", key));
}

/** `encryption.encrypt_patients_diagnosis` */
export function encryptFunction({ table }: Entity, { name }: Field): string {
  return qualified(encryptionSchema, madeName("encrypt", table, name));
}

export function decryptFunction({ table }: Entity, { name }: Field): string {
  return qualified(encryptionSchema, madeName("decrypt", table, name));
}

export function decryptedView({ table }: Entity): string {
  return qualified(decryptedSchema, table);
}

/** The check that nothing else than ciphertext is stored. */
export function ciphertextCheck({ table }: Entity, { name }: Field): string {
  return madeName(table, name, "encrypted");
}

/**
 * What pgcrypto is asked for, and how such messages begin: a session key packet of version 4 for AES-256, made from the
 * key with SHA-1 and salt. Many rounds of hashing, the default, would make guessing a password slow; a key of 32 random
 * characters is not guessed, and reading a value would take a hundred times longer.
 * @see https://www.postgresql.org/docs/current/pgcrypto.html#PGCRYPTO-PGP-ENC-FUNCS-OPTS
 * @see https://www.rfc-editor.org/rfc/rfc4880#section-5.3
 */
export const pgpOptions = "cipher-algo=aes256, s2k-mode=1";
export const pgpStart = String.raw`\xc30c04090102`;

/** Messages of that form for generated rows. Nobody has their key. */
export const sampleMessages: readonly string[] = [
  String.raw`\xc30c04090102c000ba5688136ce7d23a01eef5c4f6d81f3cea7c6408a50f6ffb74911e5f66a05f0012f2382cfa01c4235ce213f19b53c8bc96bf43f6d82749d81d1ab8d8169ff055a2f2`,
  String.raw`\xc30c040901026ee2f8d26fd44736d23a01586b279c702ee5e404caaddb75562e6e517dd6ca1b2882280cbcf177e2440c091990ee8df3f82bc2b417ded49354ef5966636c390a8bcfd2c9`,
  String.raw`\xc30c04090102eb3f357694436366d23a01f857b7e82afdeef181141aca29cbd7f08fd913676418a63d8527631f9dffd38653603f8690dfe6f4ae6e1b5144d7c6c291d47edae7680a70e4`,
];
