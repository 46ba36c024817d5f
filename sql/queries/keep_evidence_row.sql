insert into evidence_rows values (
    $evidence_id, $position, $source_system, $ticket_id, $subject_id, $attributed_at, $market, $lob, $tier, $channel, $site, $team, $priority, $language, $category, $subcategory, $created_at, $solved_at
)
