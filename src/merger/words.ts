/**
 * Names that people give to one concept. Each line is one concept; a name of several words is joined by `_`. Plurals
 * need no mention.
 */
export const synonyms: readonly (readonly string[])[] = [
  // people and parties
  ["account", "customer", "client"],
  ["vendor", "supplier"],
  ["employee", "staff_member", "worker"],
  ["company", "organization", "organisation", "firm"],
  ["contact", "contact_person"],
  ["user", "app_user"],
  ["owner", "owned_by"],
  ["assignee", "assigned_to"],
  // things and events
  ["product", "article"],
  ["invoice", "bill"],
  ["appointment", "booking"],
  ["document", "doc"],
  ["picture", "photo", "image"],
  ["vehicle", "car"],
  // ways to reach someone
  ["phone", "phone_number", "phone_no", "telephone", "telephone_number", "tel"],
  ["mobile", "mobile_phone", "mobile_number", "cell", "cell_phone", "cellphone"],
  ["email", "e_mail", "mail", "email_address", "e_mail_address", "mail_address"],
  ["fax", "fax_number", "fax_no"],
  ["website", "web_site", "homepage", "home_page"],
  // places
  ["zip", "zip_code", "zipcode", "postal_code", "post_code", "postcode"],
  ["city", "town"],
  ["latitude", "lat"],
  ["longitude", "lng", "lon", "long"],
  // names
  ["first_name", "firstname", "given_name", "forename"],
  ["last_name", "lastname", "surname", "family_name"],
  ["username", "user_name", "login", "login_name"],
  ["birth_date", "birthdate", "birthday", "date_of_birth", "dob"],
  ["gender", "sex"],
  // texts and numbers
  ["description", "descr", "desc"],
  ["note", "remark", "comment"],
  ["number", "no", "nr", "num"],
  ["quantity", "qty"],
  ["amount", "amt"],
  ["currency", "currency_code"],
  ["tax_id", "tax_number", "vat_id", "vat_number"],
  ["active", "is_active", "enabled", "is_enabled"],
  // times
  ["created_at", "created_on", "created", "creation_date", "create_date", "date_created"],
  ["updated_at", "updated_on", "updated", "modified_at", "modified_on", "last_modified", "update_date"],
  ["deleted_at", "deleted_on", "deleted", "removed_at"],
  ["start_at", "starts_at", "start_date", "start_time", "started_at", "begin_date"],
  ["end_at", "ends_at", "end_date", "end_time", "ended_at", "finish_date"],
  ["due_at", "due_date", "due_on"],
];

/** Words of one typing slip's distance that are no slip. */
export const differentWords: readonly (readonly [string, string])[] = [
  ["angel", "angle"],
  ["change", "charge"],
  ["contact", "contract"],
  ["content", "context"],
  ["country", "county"],
  ["message", "massage"],
  ["price", "prize"],
  ["quiet", "quite"],
  ["shipping", "shopping"],
  ["stage", "state"],
  ["trail", "trial"],
];
