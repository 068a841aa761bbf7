-- Run once by the PostgreSQL image on an empty volume, as its superuser. The passwords come from the environment.
\getenv owner_password INVIGIL_OWNER_PASSWORD
\getenv app_password INVIGIL_APP_PASSWORD
CREATE ROLE invigil_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE invigil_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE invigil OWNER invigil_owner;
REVOKE ALL ON DATABASE invigil FROM PUBLIC;
GRANT CONNECT ON DATABASE invigil TO invigil_app;
