-- Who may sign in, what each may see, and what everybody did. None of it comes from files, so none of it can be made again.

create table accounts (
    account_id varchar not null,
    -- What a person signs in with, in lower case.
    name varchar not null,
    -- local | oidc | persona (the ready-made ones of Development; never let in anywhere else)
    origin varchar not null,
    -- For oidc: issuer and subject, which never change, unlike names.
    external_id varchar,
    -- apac_lead, team_leader, global_leadership, administrator; several parted by commas
    roles varchar not null,
    -- JSON: dimension → values; {} is no limit.
    limits varchar not null,
    password_hash varchar,
    -- A session carries it: a new one ends all sessions that were begun before.
    security_stamp varchar not null,
    is_active boolean not null,
    failed_sign_ins integer not null,
    locked_until timestamp,
    -- The one-time link with which a person sets their first or a new password.
    invite_hash varchar,
    invited_until timestamp,
    created_at timestamp not null,
    changed_at timestamp not null,
    last_sign_in_at timestamp
);

-- Sessions that were ended by their owner before they ran out.
create table ended_sessions (
    session_id varchar not null,
    ended_at timestamp not null
);

-- Personal keys of the API; the secret itself is kept by its owner only.
create table api_tokens (
    token_id varchar not null,
    account_id varchar not null,
    label varchar not null,
    secret_hash varchar not null,
    -- JSON, beside those of the account: a token sees the same or less.
    limits varchar not null,
    created_at timestamp not null,
    expires_at timestamp not null,
    revoked_at timestamp,
    last_used_at timestamp
);

-- Only ever added to. Each line carries the hash of the one before, so that no line can be changed or taken out unseen.
create table audit_log (
    entry_no bigint not null,
    happened_at timestamp not null,
    -- The account's name, or who was named at the door.
    actor varchar not null,
    action varchar not null,
    -- done | refused
    outcome varchar not null,
    subject varchar not null,
    detail varchar not null,
    address varchar not null,
    previous_hash varchar not null,
    hash varchar not null
);

-- What a line of the audit log vouches for: its own words and the line before. Lengths stand before the words, so that none can slide into the next.
-- Here and not among the macros: lines that are written already must hold for good.
create or replace macro audit_hash(previous_hash, entry_no, happened_at, actor, action, outcome, subject, detail, address) as
    sha256(concat_ws('|', previous_hash, entry_no, strftime(happened_at, '%Y-%m-%dT%H:%M:%S.%f'),
        length(actor), actor, length(action), action, length(outcome), outcome, length(subject), subject, length(detail), detail, length(address), address));
