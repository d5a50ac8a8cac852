"""Who may do what, for every address and every act: the whole matrix, to be read by a person.

Each line of READING (GET and HEAD) and WRITING (POST) is an address with `<>` for what varies, what
it is asked of ("-" where nothing varies, "any" for each of `OF`), and the answer for: anonymous,
inactive staff, staff without rights ("bare"), half way in (a password, no code), schrijver,
eindredacteur, beheerder, superuser; one word where it is the same for all. An answer is a status;
"in" sends to the sign-in page, "code" to the code, 302 elsewhere. "own" is a draft by who asks.
"""

OF = {
    "admin/voorbeeld": ("own", "draft", "review", "public", "withdrawn"),
    "admin/incident/change": ("public",),
    "admin/incident/claim": ("draft", "public"),
    "admin/incident/event": ("own", "draft", "review", "public", "planned", "withdrawn"),
    "admin/incident/incident": ("om-citrix", "gesloten", "weg"),
    "admin/incident/kamerstuk": ("draft", "public"),
    "admin/incident/writtenquestions": ("draft", "public"),
    "admin/officiele-bronnen": ("candidate",),
    "admin/brieven": ("letter",),
    "admin/auth/user": ("schrijver", "superuser"),
    "admin/auth/group": ("schrijver",),
    "voorbeeld/<>": ("draft", "public", "withdrawn", "wrong"),
    "kamerstukken/<>": ("public", "draft"),
    "<>/<>/": ("public", "draft", "review", "planned", "withdrawn", "closed", "gone"),
    "<>": ("public", "closed", "gone"),
}

READING = """
admin/voorbeeld/<>/ any                                        in in 403 code 200 200 403 200
admin/voorbeeld/<>/tijdlijn/ any                               in in 403 code 200 200 403 200
admin/logout/ -                                                405
admin/code/ -                                                  in in 302 200 302 302 302 302
admin/tweede-stap/ -                                           in in 200 code 200 200 200 200
admin/tweede-stap/nieuw/ -                                     in in 200 code 200 200 200 200
admin/tweede-stap/herstelcodes/ -                              in in 200 code 200 200 200 200
admin/ -                                                       in in 200 code 200 200 200 200
admin/login/ -                                                 200 200 302 code 302 302 302 302
admin/password_change/ -                                       in in 200 code 200 200 200 200
admin/password_change/done/ -                                  in in 200 code 200 200 200 200
admin/autocomplete/ -                                          in in 403 code 200 200 403 200
admin/jsi18n/ -                                                in in 200 code 200 200 200 200
admin/datum/ -                                                 in in 200 code 200 200 200 200
admin/incident/change/ -                                       in in 403 code 200 200 403 200
admin/incident/change/add/ -                                   in in 403 code 403 403 403 403
admin/incident/change/<>/history/ public                       in in 403 code 200 200 403 200
admin/incident/change/<>/delete/ public                        in in 403 code 403 403 403 403
admin/incident/change/<>/change/ public                        in in 403 code 200 200 403 200
admin/incident/change/<>/ public                               in in 302 code 302 302 302 302
admin/incident/claim/ -                                        in in 403 code 200 200 403 200
admin/incident/claim/add/ -                                    in in 403 code 200 200 403 200
admin/incident/claim/<>/history/ any                           in in 403 code 200 200 403 200
admin/incident/claim/<>/delete/ draft                          in in 403 code 403 200 403 200
admin/incident/claim/<>/delete/ public                         in in 403 code 403 403 403 403
admin/incident/claim/<>/change/ any                            in in 403 code 200 200 403 200
admin/incident/claim/<>/ any                                   in in 302 code 302 302 302 302
admin/incident/event/ -                                        in in 403 code 200 200 403 200
admin/incident/event/add/ -                                    in in 403 code 200 200 403 200
admin/incident/event/<>/history/ any                           in in 403 code 200 200 403 200
admin/incident/event/<>/delete/ own                            in in 403 code 200 200 403 200
admin/incident/event/<>/delete/ draft                          in in 403 code 403 200 403 200
admin/incident/event/<>/delete/ review,public,planned,withdrawn in in 403 code 403 403 403 403
admin/incident/event/<>/change/ any                            in in 403 code 200 200 403 200
admin/incident/event/<>/ any                                   in in 302 code 302 302 302 302
admin/incident/incident/ -                                     in in 403 code 200 200 403 200
admin/incident/incident/add/ -                                 in in 403 code 403 200 403 200
admin/incident/incident/<>/history/ any                        in in 403 code 200 200 403 200
admin/incident/incident/<>/delete/ om-citrix,weg               in in 403 code 403 403 403 403
admin/incident/incident/<>/delete/ gesloten                    in in 403 code 403 200 403 200
admin/incident/incident/<>/change/ any                         in in 403 code 200 200 403 200
admin/incident/incident/<>/ any                                in in 302 code 302 302 302 302
admin/incident/incident/<>/naar-lezers/ any                    in in 403 code 200 200 403 200
admin/incident/kamerstuk/snel-toevoegen/ -                     in in 403 code 200 200 403 200
admin/incident/kamerstuk/<>/nummer/ draft                      in in 403 code 200 200 403 200
admin/incident/kamerstuk/<>/nummer/ public                     in in 403 code 403 302 403 302
admin/incident/kamerstuk/ -                                    in in 403 code 200 200 403 200
admin/incident/kamerstuk/add/ -                                in in 403 code 200 200 403 200
admin/incident/kamerstuk/<>/history/ any                       in in 403 code 200 200 403 200
admin/incident/kamerstuk/<>/delete/ draft                      in in 403 code 200 200 403 200
admin/incident/kamerstuk/<>/delete/ public                     in in 403 code 403 403 403 403
admin/incident/kamerstuk/<>/change/ any                        in in 403 code 200 200 403 200
admin/incident/kamerstuk/<>/ any                               in in 302 code 302 302 302 302
admin/incident/writtenquestions/ -                             in in 403 code 200 200 403 200
admin/incident/writtenquestions/add/ -                         in in 403 code 200 200 403 200
admin/incident/writtenquestions/<>/history/ any                in in 403 code 200 200 403 200
admin/incident/writtenquestions/<>/delete/ draft               in in 403 code 403 200 403 200
admin/incident/writtenquestions/<>/delete/ public              in in 403 code 403 403 403 403
admin/incident/writtenquestions/<>/change/ any                 in in 403 code 200 200 403 200
admin/incident/writtenquestions/<>/ any                        in in 302 code 302 302 302 302
admin/brieven/ -                                               in in 403 code 200 200 403 200
admin/brieven/<>/ letter                                       in in 403 code 200 200 403 200
admin/brieven/<>/bestand/ letter                               in in 403 code 200 200 403 200
admin/brieven/<>/weg/ letter                                   in in 403 code 403 200 403 200
admin/officiele-bronnen/ -                                     in in 403 code 200 200 403 200
admin/officiele-bronnen/vragen/ -                              in in 403 code 405 405 403 405
admin/officiele-bronnen/<>/afwijzen/ candidate                 in in 403 code 405 405 403 405
admin/auth/user/<>/tweede-stap/ schrijver                      in in 403 code 403 403 200 200
admin/auth/user/<>/tweede-stap/ superuser                      in in 403 code 403 403 403 200
admin/auth/user/<>/password/ schrijver                         in in 403 code 403 403 200 200
admin/auth/user/<>/password/ superuser                         in in 403 code 403 403 403 200
admin/auth/user/ -                                             in in 403 code 403 403 200 200
admin/auth/user/add/ -                                         in in 403 code 403 403 200 200
admin/auth/user/<>/history/ any                                in in 403 code 403 403 200 200
admin/auth/user/<>/delete/ any                                 in in 403 code 403 403 403 403
admin/auth/user/<>/change/ any                                 in in 403 code 403 403 200 200
admin/auth/user/<>/ any                                        in in 302 code 302 302 302 302
admin/auth/group/ -                                            in in 403 code 403 403 403 200
admin/auth/group/add/ -                                        in in 403 code 403 403 403 200
admin/auth/group/<>/history/ schrijver                         in in 403 code 403 403 403 200
admin/auth/group/<>/delete/ schrijver                          in in 403 code 403 403 403 403
admin/auth/group/<>/change/ schrijver                          in in 403 code 403 403 403 200
admin/auth/group/<>/ schrijver                                 in in 302 code 302 302 302 302
admin/incident/ -                                              in in 404 code 200 200 404 200
admin/nergens -                                                in in 404 code 404 404 404 404
sitemap.xml -                                                  200
sitemap-<>.xml part                                            200
(root) -                                                       302
gezond/ -                                                      200
robots.txt -                                                   200
tijdlijn.atom -                                                200
wijzigingen.atom -                                             200
onderdelen/ -                                                  404
.well-known/security.txt -                                     404
voorbeeld/<>/ draft                                            200
voorbeeld/<>/ public,withdrawn                                 410
voorbeeld/<>/ wrong                                            404
openapi.json -                                                 200
oembed.json -                                                  400
favicon.ico -                                                  302
kamerstukken/ -                                                200
over/ -                                                        200
api/ -                                                         200
catalogus.jsonld -                                             200
.well-known/api-catalog -                                      200
kamerstukken/<>/ public                                        200
kamerstukken/<>/ draft                                         404
kamerstukken/<>/citeer.<> public                               200
kamerstukken/<>/citeer.<> draft                                404
<>/ public                                                     200
<>/ closed                                                     404
<>/ gone                                                       410
<>/kwesties/ public                                            200
<>/kwesties/ closed                                            404
<>/kwesties/ gone                                              410
<>/wachttijd/ public                                           200
<>/wachttijd/ closed                                           404
<>/wachttijd/ gone                                             410
<>/vragen/ public                                              200
<>/vragen/ closed                                              404
<>/vragen/ gone                                                410
<>/wijzigingen/ public                                         200
<>/wijzigingen/ closed                                         404
<>/wijzigingen/ gone                                           410
<>/wijzigingen.atom public                                     200
<>/wijzigingen.atom closed                                     404
<>/wijzigingen.atom gone                                       410
<>/<>/versie/<>/ public                                        200
<>/<>/versie/<>/ draft,review,planned,closed                   404
<>/<>/versie/<>/ gone                                          410
<>/<>/versie/<>/ withdrawn                                     410
<>/vergelijk/ public                                           200
<>/vergelijk/ closed                                           404
<>/vergelijk/ gone                                             410
<>/<>.csv public                                               200
<>/<>.csv closed                                               404
<>/<>.csv gone                                                 410
<>/<>.csv-metadata.json public                                 200
<>/<>.csv-metadata.json closed                                 404
<>/<>.csv-metadata.json gone                                   410
<>/tijdlijn.json public                                        200
<>/tijdlijn.json closed                                        404
<>/tijdlijn.json gone                                          410
<>/tijdlijn.atom public                                        200
<>/tijdlijn.atom closed                                        404
<>/tijdlijn.atom gone                                          410
<>/tijdlijn.ics public                                         200
<>/tijdlijn.ics closed                                         404
<>/tijdlijn.ics gone                                           410
<>/tijdlijn.svg public                                         200
<>/tijdlijn.svg closed                                         404
<>/tijdlijn.svg gone                                           410
<>/tijdlijn.png public                                         200
<>/tijdlijn.png closed                                         404
<>/tijdlijn.png gone                                           410
<>/citeer.<> public                                            200
<>/citeer.<> closed                                            404
<>/citeer.<> gone                                              410
<>/tijdpoort/ public                                           404
<>/tijdpoort/ closed                                           404
<>/tijdpoort/ gone                                             410
<>/tijdkaart.link public                                       200
<>/tijdkaart.link closed                                       404
<>/tijdkaart.link gone                                         410
<>/<>/tijdpoort/ public                                        302
<>/<>/tijdpoort/ draft,review,planned,closed                   404
<>/<>/tijdpoort/ withdrawn,gone                                410
<>/<>/tijdkaart.link public                                    200
<>/<>/tijdkaart.link draft,review,planned,closed               404
<>/<>/tijdkaart.link withdrawn,gone                            410
<>/alles.zip public                                            200
<>/alles.zip closed                                            404
<>/alles.zip gone                                              410
<>/voorbeeld.png public                                        200
<>/voorbeeld.png closed                                        404
<>/voorbeeld.png gone                                          410
<>/kader/ public                                               200
<>/kader/ closed                                               404
<>/kader/ gone                                                 410
<>/<>/ public                                                  200
<>/<>/ draft,review,planned,closed                             404
<>/<>/ gone                                                    410
<>/<>/ withdrawn                                               410
<>/<>/citeer.<> public                                         200
<>/<>/citeer.<> draft,review,planned,closed                    404
<>/<>/citeer.<> withdrawn,gone                                 410
<>/<>/kader/ public                                            200
<>/<>/kader/ draft,review,planned,closed                       404
<>/<>/kader/ withdrawn,gone                                    410
<>/<>/voorbeeld.png public                                     200
<>/<>/voorbeeld.png draft,review,planned,withdrawn,closed      404
<>/<>/voorbeeld.png gone                                       410
<>/<>/kader/ gone                                              410
<>/<>/kader/ withdrawn                                         410
"""

WRITING = """
admin/voorbeeld/<>/ any                                        in 403 405 code 405 405 405 405
admin/voorbeeld/<>/tijdlijn/ any                               in 403 405 code 405 405 405 405
admin/logout/ -                                                200
admin/code/ -                                                  in 403 302 200 302 302 302 302
admin/tweede-stap/ -                                           in 403 200 code 200 200 200 200
admin/tweede-stap/nieuw/ -                                     in 403 200 code 200 200 200 200
admin/tweede-stap/herstelcodes/ -                              in 403 200 code 200 200 200 200
admin/ -                                                       in 403 200 code 200 200 200 200
admin/login/ -                                                 200
admin/password_change/ -                                       in 403 200 code 200 200 200 200
admin/password_change/done/ -                                  in 403 405 code 405 405 405 405
admin/autocomplete/ -                                          in 403 405 code 405 405 405 405
admin/jsi18n/ -                                                in 403 405 code 405 405 405 405
admin/datum/ -                                                 in 403 405 code 405 405 405 405
admin/incident/change/ -                                       in 403 403 code 200 200 403 200
admin/incident/change/add/ -                                   in 403 403 code 403 403 403 403
admin/incident/change/<>/history/ public                       in 403 403 code 200 200 403 200
admin/incident/change/<>/delete/ public                        in 403 403 code 403 403 403 403
admin/incident/change/<>/change/ public                        in 403 403 code 403 403 403 403
admin/incident/change/<>/ public                               in 403 302 code 302 302 302 302
admin/incident/claim/ -                                        in 403 403 code 200 200 403 200
admin/incident/claim/add/ -                                    in 403 403 code 200 200 403 200
admin/incident/claim/<>/history/ any                           in 403 403 code 200 200 403 200
admin/incident/claim/<>/delete/ draft                          in 403 403 code 403 302 403 302
admin/incident/claim/<>/delete/ public                         in 403 403 code 403 403 403 403
admin/incident/claim/<>/change/ draft                          in 403 403 code 200 200 403 200
admin/incident/claim/<>/change/ public                         in 403 403 code 403 200 403 200
admin/incident/claim/<>/ any                                   in 403 302 code 302 302 302 302
admin/incident/event/ -                                        in 403 403 code 200 200 403 200
admin/incident/event/add/ -                                    in 403 403 code 200 200 403 200
admin/incident/event/<>/history/ any                           in 403 403 code 200 200 403 200
admin/incident/event/<>/delete/ own                            in 403 403 code 302 302 403 302
admin/incident/event/<>/delete/ draft                          in 403 403 code 403 302 403 302
admin/incident/event/<>/delete/ review,public,planned,withdrawn in 403 403 code 403 403 403 403
admin/incident/event/<>/change/ own,draft,review               in 403 403 code 200 200 403 200
admin/incident/event/<>/change/ public,planned,withdrawn       in 403 403 code 403 200 403 200
admin/incident/event/<>/ any                                   in 403 302 code 302 302 302 302
admin/incident/incident/ -                                     in 403 403 code 200 200 403 200
admin/incident/incident/add/ -                                 in 403 403 code 403 200 403 200
admin/incident/incident/<>/history/ any                        in 403 403 code 200 200 403 200
admin/incident/incident/<>/delete/ om-citrix,weg               in 403 403 code 403 403 403 403
admin/incident/incident/<>/delete/ gesloten                    in 403 403 code 403 200 403 200
admin/incident/incident/<>/change/ any                         in 403 403 code 403 200 403 200
admin/incident/incident/<>/ any                                in 403 302 code 302 302 302 302
admin/incident/incident/<>/naar-lezers/ any                    in 403 403 code 200 200 403 200
admin/incident/kamerstuk/snel-toevoegen/ -                     in 403 403 code 200 200 403 200
admin/incident/kamerstuk/<>/nummer/ draft                      in 403 403 code 200 200 403 200
admin/incident/kamerstuk/<>/nummer/ public                     in 403 403 code 403 302 403 302
admin/incident/kamerstuk/ -                                    in 403 403 code 200 200 403 200
admin/incident/kamerstuk/add/ -                                in 403 403 code 200 200 403 200
admin/incident/kamerstuk/<>/history/ any                       in 403 403 code 200 200 403 200
admin/incident/kamerstuk/<>/delete/ draft                      in 403 403 code 302 302 403 302
admin/incident/kamerstuk/<>/delete/ public                     in 403 403 code 403 403 403 403
admin/incident/kamerstuk/<>/change/ draft                      in 403 403 code 200 200 403 200
admin/incident/kamerstuk/<>/change/ public                     in 403 403 code 403 200 403 200
admin/incident/kamerstuk/<>/ any                               in 403 302 code 302 302 302 302
admin/incident/writtenquestions/ -                             in 403 403 code 200 200 403 200
admin/incident/writtenquestions/add/ -                         in 403 403 code 200 200 403 200
admin/incident/writtenquestions/<>/history/ any                in 403 403 code 200 200 403 200
admin/incident/writtenquestions/<>/delete/ draft               in 403 403 code 403 302 403 302
admin/incident/writtenquestions/<>/delete/ public              in 403 403 code 403 403 403 403
admin/incident/writtenquestions/<>/change/ draft               in 403 403 code 200 200 403 200
admin/incident/writtenquestions/<>/change/ public              in 403 403 code 403 200 403 200
admin/incident/writtenquestions/<>/ any                        in 403 302 code 302 302 302 302
admin/brieven/ -                                               in 403 403 code 200 200 403 200
admin/brieven/<>/ letter                                       in 403 403 code 302 302 403 302
admin/brieven/<>/bestand/ letter                               in 403 403 code 405 405 403 405
admin/brieven/<>/weg/ letter                                   in 403 403 code 403 302 403 302
admin/officiele-bronnen/ -                                     in 403 403 code 200 200 403 200
admin/officiele-bronnen/vragen/ -                              in 403 403 code 302 302 403 302
admin/officiele-bronnen/<>/afwijzen/ candidate                 in 403 403 code 302 302 403 302
admin/auth/user/<>/tweede-stap/ schrijver                      in 403 403 code 403 403 302 302
admin/auth/user/<>/tweede-stap/ superuser                      in 403 403 code 403 403 403 in
admin/auth/user/<>/password/ schrijver                         in 403 403 code 403 403 200 200
admin/auth/user/<>/password/ superuser                         in 403 403 code 403 403 403 200
admin/auth/user/ -                                             in 403 403 code 403 403 200 200
admin/auth/user/add/ -                                         in 403 403 code 403 403 200 200
admin/auth/user/<>/history/ any                                in 403 403 code 403 403 200 200
admin/auth/user/<>/delete/ any                                 in 403 403 code 403 403 403 403
admin/auth/user/<>/change/ schrijver                           in 403 403 code 403 403 200 200
admin/auth/user/<>/change/ superuser                           in 403 403 code 403 403 403 200
admin/auth/user/<>/ any                                        in 403 302 code 302 302 302 302
admin/auth/group/ -                                            in 403 403 code 403 403 403 200
admin/auth/group/add/ -                                        in 403 403 code 403 403 403 200
admin/auth/group/<>/history/ schrijver                         in 403 403 code 403 403 403 200
admin/auth/group/<>/delete/ schrijver                          in 403 403 code 403 403 403 403
admin/auth/group/<>/change/ schrijver                          in 403 403 code 403 403 403 403
admin/auth/group/<>/ schrijver                                 in 403 302 code 302 302 302 302
admin/incident/ -                                              in 403 404 code 200 200 404 200
admin/nergens -                                                in 403 404 code 404 404 404 404
sitemap.xml -                                                  405
sitemap-<>.xml part                                            405
(root) -                                                       405
gezond/ -                                                      405
robots.txt -                                                   405
tijdlijn.atom -                                                405
wijzigingen.atom -                                             405
onderdelen/ -                                                  405
.well-known/security.txt -                                     405
voorbeeld/<>/ any                                              405
openapi.json -                                                 405
oembed.json -                                                  405
favicon.ico -                                                  405
kamerstukken/ -                                                405
over/ -                                                        405
api/ -                                                         405
catalogus.jsonld -                                             405
.well-known/api-catalog -                                      405
kamerstukken/<>/ any                                           405
kamerstukken/<>/citeer.<> any                                  405
<>/ any                                                        405
<>/kwesties/ any                                               405
<>/wachttijd/ any                                              405
<>/vragen/ any                                                 405
<>/wijzigingen/ any                                            405
<>/wijzigingen.atom any                                        405
<>/<>/versie/<>/ any                                           405
<>/vergelijk/ any                                              405
<>/<>.csv any                                                  405
<>/<>.csv-metadata.json any                                    405
<>/tijdlijn.json any                                           405
<>/tijdlijn.atom any                                           405
<>/tijdlijn.ics any                                            405
<>/tijdlijn.svg any                                            405
<>/tijdlijn.png any                                            405
<>/citeer.<> any                                               405
<>/<>/citeer.<> any                                            405
<>/tijdpoort/ any                                              405
<>/tijdkaart.link any                                          405
<>/<>/tijdpoort/ any                                           405
<>/<>/tijdkaart.link any                                       405
<>/kader/ any                                                  405
<>/<>/kader/ any                                               405
<>/alles.zip any                                               405
<>/voorbeeld.png any                                           405
<>/<>/ any                                                     405
<>/<>/voorbeeld.png any                                        405
"""

# HEAD is answered as GET, but for this: Django sends who is in already onward for a GET alone.
HEAD = {("admin/login/", "302"): "200"}

# Without the token of our own pages every POST is refused, before anything else is looked at.
FORGED = "403"
# What the addresses for programs answer to any form: nothing can be written there.
NEVER = "405"


def table(lines: str) -> dict[tuple[str, str], list[str]]:
    """Return a table as its rows: address and of what, with one answer for each person."""
    rows = {}
    for line in lines.strip().splitlines():
        address, of, *answers = line.split()
        assert (address, of) not in rows, f"{address} {of} stands there twice"
        rows[address.replace("(root)", ""), of] = answers * 8 if len(answers) == 1 else answers
    return rows


def examples(address: str, of: str) -> tuple[str, ...]:
    """Return all that a line is about, by name."""
    known = next((names for start, names in OF.items() if address.startswith(start)), ())
    return known if of == "any" else tuple(of.split(","))
