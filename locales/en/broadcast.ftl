# Broadcasts: buttons for staff.

broadcast-preview = Preview
broadcast-test = Send to myself
broadcast-submit = Submit for approval
broadcast-approve = Approve
broadcast-pause = Pause
broadcast-resume = Resume
broadcast-stop = Stop
