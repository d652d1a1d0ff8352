"""What residents say, invented: most of it finds its matter, some nothing, and no two are the same."""

FOUND = (
    "楼道灯坏了快一个星期了,晚上回家黑漆漆的看不见台阶,老人上下楼不方便,请尽快来修一修",
    "电梯又停了,从昨天晚上开始就一直不动,家里老人住九楼下不来,已经打过物业电话没有人管",
    "楼下垃圾堆了好几天没人清,天气一热味道特别大,还招苍蝇,麻烦安排人过来清运",
    "楼上漏水漏到我家厨房天花板了,墙皮都掉下来一大块,找过楼上邻居他们说不关他们的事",
    "小区门口的下水道堵了,污水都漫到路上来了,早上送孩子上学要踩着水过去",
    "晚上十一点多还有人在楼下跳广场舞,音响开得很大,孩子第二天要上学根本睡不着",
    "单元门禁坏了好久,谁都能进来,前两天楼里还丢了一辆自行车,请物业尽快修好",
    "有人在楼道里给电动车充电,电线从窗户拉下来,非常危险,请马上处理",
)
UNFOUND = (
    "上次说过的那件事一直没有人给我回话,想问问现在到哪一步了,什么时候能有个说法",
    "我们几户人家商量了一下,想请你们过来当面谈谈,时间你们定,周末最好",
)
_SIGNS = "甲乙丙丁戊己庚辛壬癸"


def said(number: int) -> str:
    """The words of intake ``number``: nine of ten are clear."""
    texts = UNFOUND if number % 10 == 9 else FOUND
    marked = "".join(_SIGNS[int(digit)] for digit in str(number))
    return f"{texts[(number // 10 + number) % len(texts)]}。说话人{marked}。"


def phone(number: int) -> str:
    """Seven of ten leave a number."""
    return f"1390000{number % 10_000:04d}" if number % 10 < 7 else ""
