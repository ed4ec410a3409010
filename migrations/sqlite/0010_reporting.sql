-- What reports are read from; this room keeps no data of its own.

-- What was realised: postings on revenue (4), spending (5) and financing (6), each in the sign
-- of its side of the budget. An advance stands on 1.1.2.07 until it is accounted for, so it is
-- not here before.
CREATE VIEW pub_realised AS
SELECT e.desa_id, e.tahun, e.day, e.entry_id, p.n, p.line_id, l.kegiatan, p.account AS rekening,
       COALESCE(p.sumber_dana, l.sumber_dana) AS sumber_dana,
       CASE WHEN p.account LIKE '5%' OR p.account LIKE '6.2%' THEN p.amount_sen
            ELSE -p.amount_sen END AS amount_sen
  FROM pub_ledger_entry e
  JOIN pub_ledger_posting p ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
  LEFT JOIN pub_ledger_line l ON l.desa_id = p.desa_id AND l.line_id = p.line_id
 WHERE p.account LIKE '4%' OR p.account LIKE '5%' OR p.account LIKE '6%';
