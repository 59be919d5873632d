-- A shop for recordings, with the names of another language's habits: everything in quotes, keys
-- that are counted, a table of pairs, and an employee who reports to an employee.
CREATE TABLE "Singer" ("SingerId" int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Name" varchar(120));
CREATE TABLE "Disc" (
    "DiscId" int PRIMARY KEY,
    "Title" varchar(160) NOT NULL,
    "SingerId" int NOT NULL REFERENCES "Singer" ("SingerId")
);
CREATE INDEX "IFK_DiscSingerId" ON "Disc" ("SingerId");
CREATE TABLE "MediaType" ("MediaTypeId" int PRIMARY KEY, "Name" varchar(120) UNIQUE);
CREATE TABLE "Song" (
    "SongId" int PRIMARY KEY,
    "Name" varchar(200) NOT NULL,
    "DiscId" int REFERENCES "Disc" ("DiscId") ON DELETE SET NULL,
    "MediaTypeId" int NOT NULL REFERENCES "MediaType" ("MediaTypeId"),
    "Composer" varchar(220),
    "Milliseconds" int NOT NULL CHECK ("Milliseconds" > 0),
    "Bytes" bigint,
    "UnitPrice" numeric(10,2) NOT NULL DEFAULT 0.99 CHECK ("UnitPrice" >= 0)
);
CREATE INDEX song_by_length ON "Song" ("Milliseconds" DESC, "Name");
CREATE INDEX song_lower ON "Song" (lower("Name"));
CREATE TABLE "Playlist" ("PlaylistId" int PRIMARY KEY, "Name" varchar(120));
CREATE TABLE "PlaylistSong" (
    "PlaylistId" int NOT NULL REFERENCES "Playlist" ("PlaylistId") ON DELETE CASCADE,
    "SongId" int NOT NULL REFERENCES "Song" ("SongId"),
    PRIMARY KEY ("PlaylistId", "SongId")
);
CREATE TABLE "Employee" (
    "EmployeeId" serial PRIMARY KEY,
    "LastName" varchar(20) NOT NULL,
    "ReportsTo" int REFERENCES "Employee" ("EmployeeId"),
    "HireDate" timestamp,
    "Email" varchar(60) UNIQUE
);
CREATE TABLE "User" ("Login" text PRIMARY KEY, "Version" int NOT NULL DEFAULT 1, "Employee" int
    REFERENCES "Employee" ("EmployeeId"));
CREATE TABLE "InvoiceLine" (
    "InvoiceNo" int NOT NULL,
    "LineNo" smallint NOT NULL,
    "SongId" int NOT NULL REFERENCES "Song" ("SongId"),
    "Quantity" int NOT NULL CHECK ("Quantity" BETWEEN 1 AND 100),
    PRIMARY KEY ("InvoiceNo", "LineNo")
);
CREATE TABLE "Complaint" (
    "Id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "InvoiceNo" int NOT NULL,
    "LineNo" smallint NOT NULL,
    "Text" text NOT NULL,
    FOREIGN KEY ("InvoiceNo", "LineNo") REFERENCES "InvoiceLine" ("InvoiceNo", "LineNo")
);

INSERT INTO "Singer" ("Name") VALUES ('Ada'), ('Bo'), (NULL);
INSERT INTO "Disc" VALUES (10, 'First', 1), (20, 'Second', 2);
INSERT INTO "MediaType" VALUES (1, 'tape'), (2, 'wire');
INSERT INTO "Song" VALUES
    (1, 'Rain', 10, 1, 'Ada', 1000, 5000000000, 1.29), (2, 'Snow', NULL, 2, NULL, 2000, NULL, 0.99);
INSERT INTO "Playlist" VALUES (1, 'Weather');
INSERT INTO "PlaylistSong" VALUES (1, 1), (1, 2);
INSERT INTO "Employee" ("LastName", "ReportsTo", "HireDate", "Email") VALUES
    ('Low', 2, '2020-02-03 04:05', NULL), ('High', NULL, NULL, 'high@example.com');
INSERT INTO "User" VALUES ('low', 3, 1);
INSERT INTO "InvoiceLine" VALUES (7, 1, 1, 2), (7, 2, 2, 1);
INSERT INTO "Complaint" ("InvoiceNo", "LineNo", "Text") VALUES (7, 2, 'Too quiet');
