insert into miss_codings values ($coding_no, $metric, $source_system, $subject_id, $reason, $coded_at, $coded_by)
