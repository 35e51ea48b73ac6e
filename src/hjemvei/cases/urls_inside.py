"""Pages of `cases`: dates, tasks, what has happened, documents."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.cases.views import inside, story, tasks

urlpatterns: list[URLPattern] = [
    path("<slug:key>/datoer/", inside.dates, name="dates"),
    path("<slug:key>/datoer/ny/", inside.new_date, name="new_date"),
    path("<slug:key>/datoer/fravar/", inside.absence, name="absence"),
    path("<slug:key>/datoer/tilbake/", inside.absence_over, name="absence_over"),
    path("<slug:key>/datoer/varetekt/", inside.presume, name="presume"),
    path("<slug:key>/datoer/loslatt/", inside.release, name="release"),
    path("<slug:key>/datoer/borte/", inside.gone, name="gone"),
    path("<slug:key>/oppgaver/", tasks.tasks, name="tasks"),
    path("<slug:key>/oppgaver/etter/", tasks.after, name="after"),
    path("<slug:key>/oppgaver/ny/", tasks.new, name="new_task"),
    path("<slug:key>/oppgaver/klar/<slug:item>/", tasks.tick, name="tick"),
    path("<slug:key>/oppgaver/<slug:task_key>/gjort/", tasks.done, name="task_done"),
    path("<slug:key>/oppgaver/<slug:task_key>/ferdig/", tasks.finish, name="task_finish"),
    path("<slug:key>/oppgaver/<slug:task_key>/igjen/", tasks.reopen, name="task_reopen"),
    path("<slug:key>/oppgaver/<slug:task_key>/fritak/", tasks.exempt, name="task_exempt"),
    path("<slug:key>/oppgaver/<slug:task_key>/gi/", tasks.assign, name="task_assign"),
    path("<slug:key>/historikk/", story.timeline, name="timeline"),
    path("<slug:key>/dokumenter/", story.documents, name="documents"),
    path("<slug:key>/dokumenter/nytt/", story.new_document, name="new_document"),
    path("<slug:key>/dokumenter/<slug:document_key>/", story.document, name="document"),
]
