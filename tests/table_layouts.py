"""Layouts of tables as situation reports have them, with the figures that a person reads in them.

``rows``: cells parted by ``|``; ``<`` belongs to the cell on its left, ``^`` to the one above (merged cells). ``expected``: one line a figure:
cell, value, unit, act, place (``-`` for none; ``A>B`` for from A to B), and the day, month or span covered (``-``: not said).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """A table, its title, and what it says."""

    name: str
    title: str
    rows: str
    expected: str
    before: str = ""  # a paragraph above the title


LAYOUTS = (
    Layout(
        "plain",
        "Displaced people by governorate, Syria, as of 10 May 2013",
        """Governorate | Families | Persons
        Aleppo | 1,200 | 6,050
        Idlib | 800 | 4,100
        Total | 2,000 | 10,150""",
        """B2 1200 household displaced Aleppo 2013-05-10
        C2 6050 person displaced Aleppo 2013-05-10
        B3 800 household displaced Idlib 2013-05-10
        C3 4100 person displaced Idlib 2013-05-10
        B4 2000 household displaced - 2013-05-10
        C4 10150 person displaced - 2013-05-10""",
    ),
    Layout(
        "merged head",
        "Typhoon damage in the Philippines, 12 November 2013",
        """Province | Affected | < | Damaged houses | <
        ^ | Families | Persons | Totally | Partially
        Leyte | 45,000 | 225,000 | 12,300 | 30,100
        Samar | 20,500 | 101,200 | 5,020 | 8,870
        Cebu | 9,100 | 44,000 | 310 | 2,400""",
        """B3 45000 household affected Leyte 2013-11-12
        C3 225000 person affected Leyte 2013-11-12
        D3 12300 dwelling housing_destroyed Leyte 2013-11-12
        E3 30100 dwelling housing_damaged Leyte 2013-11-12
        B4 20500 household affected Samar 2013-11-12
        C4 101200 person affected Samar 2013-11-12
        D4 5020 dwelling housing_destroyed Samar 2013-11-12
        E4 8870 dwelling housing_damaged Samar 2013-11-12
        B5 9100 household affected Cebu 2013-11-12
        C5 44000 person affected Cebu 2013-11-12
        D5 310 dwelling housing_destroyed Cebu 2013-11-12
        E5 2400 dwelling housing_damaged Cebu 2013-11-12""",
    ),
    Layout(
        "footnotes, numbering and shares",
        "IDPs in camps in Iraq (June 2016)",
        """No. | Governorate | IDP families* | IDP individuals | % of total
        1 | Anbar | 10,250 | 61,500 | 41%
        2 | Dohuk** | 8,400 | 50,400 | 34%
        3 | Erbil | n/a | ~37,000 | 25%
        | Total | 18,650 | 148,900 | 100%""",
        """C2 10250 household sheltered Anbar 2016-06
        D2 61500 person sheltered Anbar 2016-06
        C3 8400 household sheltered Dohuk 2016-06
        D3 50400 person sheltered Dohuk 2016-06
        D4 37000 person sheltered Erbil 2016-06
        C5 18650 household sheltered - 2016-06
        D5 148900 person sheltered - 2016-06""",
    ),
    Layout(
        "measures down, places across",
        "Impact of the floods in Pakistan as of 3 September 2010",
        """Indicator | Sindh | Punjab | Balochistan
        Deaths | 199 | 110 | 54
        Injured | 1,072 | 350 | 104
        Houses destroyed | 462,251 | 375,773 | 75,261
        Persons in camps | 1,300,000 | 210,500 | 45,800
        Health facilities damaged | 33 | 55 | 12""",
        """B2 199 person killed Sindh -
        C2 110 person killed Punjab -
        D2 54 person killed Balochistan -
        B3 1072 person injured Sindh -
        C3 350 person injured Punjab -
        D3 104 person injured Balochistan -
        B4 462251 dwelling housing_destroyed Sindh -
        C4 375773 dwelling housing_destroyed Punjab -
        D4 75261 dwelling housing_destroyed Balochistan -
        B5 1300000 person sheltered Sindh 2010-09-03
        C5 210500 person sheltered Punjab 2010-09-03
        D5 45800 person sheltered Balochistan 2010-09-03""",
    ),
    Layout(
        "months across",
        "New displacements in Afghanistan by province, 2015",
        """Province | January | February | March | Total
        Kunduz | 1,450 | 2,310 | 980 | 4,740
        Helmand | 3,200 | 700 | 1,150 | 5,050
        Ghazni | 210 | - | 430 | 640""",
        """B2 1450 person displaced Kunduz 2015-01
        C2 2310 person displaced Kunduz 2015-02
        D2 980 person displaced Kunduz 2015-03
        E2 4740 person displaced Kunduz 2015
        B3 3200 person displaced Helmand 2015-01
        C3 700 person displaced Helmand 2015-02
        D3 1150 person displaced Helmand 2015-03
        E3 5050 person displaced Helmand 2015
        B4 210 person displaced Ghazni 2015-01
        D4 430 person displaced Ghazni 2015-03
        E4 640 person displaced Ghazni 2015""",
    ),
    Layout(
        "years down, countries across",
        "Syrian refugees registered in neighbouring countries",
        """Year | Turkey | Lebanon | Jordan
        2012 | 148,000 | 130,000 | 119,000
        2013 | 560,000 | 806,000 | 576,000
        2014 | 1,620,000 | 1,150,000 | 623,000""",
        """B2 148000 person registered Turkey 2012
        C2 130000 person registered Lebanon 2012
        D2 119000 person registered Jordan 2012
        B3 560000 person registered Turkey 2013
        C3 806000 person registered Lebanon 2013
        D3 576000 person registered Jordan 2013
        B4 1620000 person registered Turkey 2014
        C4 1150000 person registered Lebanon 2014
        D4 623000 person registered Jordan 2014""",
    ),
    Layout(
        "regions and districts, merged down",
        "Evacuation centres in Fiji, 24 February 2016",
        """Division | Province | Evacuation centres | Evacuees
        Western | Ba | 120 | 9,800
        ^ | Nadroga | 35 | 2,450
        Northern | Cakaudrove | 80 | 4,020
        ^ | Bua | 41 | 1,930""",
        """D2 9800 person evacuated Ba 2016-02-24
        D3 2450 person evacuated Nadroga 2016-02-24
        D4 4020 person evacuated Cakaudrove 2016-02-24
        D5 1930 person evacuated Bua 2016-02-24""",
    ),
    Layout(
        "sections",
        "Population movements in South Sudan, 1-15 March 2014",
        """Location | Households | Individuals
        New arrivals | < | <
        Bor | 300 | 1,650
        Malakal | 1,020 | 5,400
        Returnees | < | <
        Bor | 110 | 600
        Bentiu | 45 | 250""",
        """B3 300 household arrived Bor 2014-03-01/2014-03-15
        C3 1650 person arrived Bor 2014-03-01/2014-03-15
        B4 1020 household arrived Malakal 2014-03-01/2014-03-15
        C4 5400 person arrived Malakal 2014-03-01/2014-03-15
        B6 110 household returned Bor 2014-03-01/2014-03-15
        C6 600 person returned Bor 2014-03-01/2014-03-15
        B7 45 household returned Bentiu 2014-03-01/2014-03-15
        C7 250 person returned Bentiu 2014-03-01/2014-03-15""",
    ),
    Layout(
        "key and value",
        "Cyclone Winston, Fiji: key figures at 1 March 2016",
        """People in evacuation centres | 28,761
        People killed | 42
        Houses destroyed | 11,988
        Schools damaged | 240
        Funding required (USD) | 38,600,000""",
        """B1 28761 person sheltered - 2016-03-01
        B2 42 person killed - 2016-03-01
        B3 11988 dwelling housing_destroyed - 2016-03-01""",
    ),
    Layout(
        "origin and destination columns",
        "Cross-border movements, week of 4 to 10 July 2016",
        """Country of origin | Country of asylum | Arrivals | Cumulative arrivals 2016
        South Sudan | Uganda | 8,337 | 80,450
        Burundi | Tanzania | 1,226 | 62,300
        Burundi | Rwanda | 95 | 4,810""",
        """C2 8337 person arrived South_Sudan>Uganda 2016-07-04/2016-07-10
        D2 80450 person arrived South_Sudan>Uganda 2016
        C3 1226 person arrived Burundi>Tanzania 2016-07-04/2016-07-10
        D3 62300 person arrived Burundi>Tanzania 2016
        C4 95 person arrived Burundi>Rwanda 2016-07-04/2016-07-10
        D4 4810 person arrived Burundi>Rwanda 2016""",
    ),
    Layout(
        "origins down, destinations across",
        "Displaced persons by area of origin (rows) and area of displacement (columns), April 2017",
        """Origin | Erbil | Dohuk | Baghdad
        Ninewa | 82,500 | 340,100 | 21,900
        Anbar | 71,000 | 1,250 | 118,400
        Diyala | 3,300 | 60 | 42,700""",
        """B2 82500 person displaced Ninewa>Erbil 2017-04
        C2 340100 person displaced Ninewa>Dohuk 2017-04
        D2 21900 person displaced Ninewa>Baghdad 2017-04
        B3 71000 person displaced Anbar>Erbil 2017-04
        C3 1250 person displaced Anbar>Dohuk 2017-04
        D3 118400 person displaced Anbar>Baghdad 2017-04
        B4 3300 person displaced Diyala>Erbil 2017-04
        C4 60 person displaced Diyala>Dohuk 2017-04
        D4 42700 person displaced Diyala>Baghdad 2017-04""",
    ),
    Layout(
        "men, women, children",
        "Refugees in Dadaab camps, Kenya, 31 January 2012",
        """Camp | Male | Female | Children | Total persons
        Ifo | 55,100 | 58,900 | 68,000 | 114,000
        Hagadera | 67,000 | 70,500 | 81,000 | 137,500
        Dagahaley | 59,900 | 61,300 | 70,200 | 121,200""",
        """B2 55100 person sheltered Ifo 2012-01-31
        C2 58900 person sheltered Ifo 2012-01-31
        D2 68000 person sheltered Ifo 2012-01-31
        E2 114000 person sheltered Ifo 2012-01-31
        B3 67000 person sheltered Hagadera 2012-01-31
        C3 70500 person sheltered Hagadera 2012-01-31
        D3 81000 person sheltered Hagadera 2012-01-31
        E3 137500 person sheltered Hagadera 2012-01-31
        B4 59900 person sheltered Dagahaley 2012-01-31
        C4 61300 person sheltered Dagahaley 2012-01-31
        D4 70200 person sheltered Dagahaley 2012-01-31
        E4 121200 person sheltered Dagahaley 2012-01-31""",
    ),
    Layout(
        "dates and sources down",
        "Reported crossings into Cameroon",
        """Date | Crossing point | Refugees arrived | Reported by
        3 February 2014 | Kenzou | 1,250 | UNHCR
        10 February 2014 | Garoua-Boulai | 2,100 | Red Cross
        17 February 2014 | Kenzou | 840 | UNHCR""",
        """C2 1250 person arrived Kenzou 2014-02-03
        C3 2100 person arrived Garoua-Boulai 2014-02-10
        C4 840 person arrived Kenzou 2014-02-17""",
    ),
    Layout(
        "hedged and worded cells",
        "Flood-affected districts in Malawi, January 2015",
        """District | Displaced | Houses damaged | Remarks
        Nsanje | more than 15,000 people | 3,500 | access by boat only
        Chikwawa | 12,000-14,000 | ~ 4,200 | 12 camps open
        Phalombe | 1.2 thousand | 600+ | assessed on 14 January""",
        """B2 15000 person displaced Nsanje 2015-01
        C2 3500 dwelling housing_damaged Nsanje 2015-01
        B3 14000 person displaced Chikwawa 2015-01
        C3 4200 dwelling housing_damaged Chikwawa 2015-01
        B4 1200 person displaced Phalombe 2015-01
        C4 600 dwelling housing_damaged Phalombe 2015-01""",
    ),
    Layout(
        "spaces between thousands, empty cells, totals first",
        "Internally displaced persons in the Central African Republic, 5 August 2014",
        """Prefecture | Sites | Population of sites | Persons in host families
        Total | 86 | 176 350 | 351 000
        Ouaka | 12 | 28 900 | 51 200
        Ouham | | | 62 750
        Nana-Mambere | 4 | 9 870 | """,
        """C2 176350 person sheltered - 2014-08-05
        D2 351000 person sheltered - 2014-08-05
        C3 28900 person sheltered Ouaka 2014-08-05
        D3 51200 person sheltered Ouaka 2014-08-05
        D4 62750 person sheltered Ouham 2014-08-05
        C5 9870 person sheltered Nana-Mambere 2014-08-05""",
    ),
    Layout(
        "population beside the displaced",
        "Conflict displacement in Ituri, Democratic Republic of the Congo, February 2018",
        """Territory | Population | IDPs | Returnees | Average family size
        Djugu | 1,850,000 | 120,000 | 14,500 | 5.4
        Irumu | 1,020,000 | 46,200 | 30,100 | 5.1
        Mahagi | 1,600,000 | 8,900 | | 5.6""",
        """C2 120000 person displaced Djugu 2018-02
        D2 14500 person returned Djugu 2018-02
        C3 46200 person displaced Irumu 2018-02
        D3 30100 person returned Irumu 2018-02
        C4 8900 person displaced Mahagi 2018-02""",
    ),
    Layout(
        "nothing to count",
        "Relief items distributed in Nepal, May 2015",
        """District | Tents | Blankets | Hygiene kits | Budget (USD)
        Gorkha | 1,200 | 5,000 | 2,400 | 1,250,000
        Dolakha | 900 | 3,500 | 1,100 | 840,000
        Rasuwa | 450 | 1,800 | 600 | 310,000""",
        "",
    ),
)
