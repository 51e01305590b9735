-- A draft that waited is issued on the last date of its series if that is later than its own, which is kept here.
ALTER TABLE invoicing_run ADD asked_issue_date date CHECK (asked_issue_date < issue_date);
