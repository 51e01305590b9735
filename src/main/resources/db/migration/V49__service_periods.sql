-- The period of the lines behind a posting where it is not that of the invoice: bookkeeping asks when something was
-- delivered. Postings of earlier versions sum up lines of all periods.
ALTER TABLE posting ADD service_period date;
