"""Words that mean danger to life, and the numbers that help at once. Heard anywhere in a message; pure reckoning.

It is only a hint above what somebody types: it may be wrong, and nothing is registered or decided by it.
"""

FIRE, POLICE, AMBULANCE = "119", "110", "120"

HEARD: dict[str, tuple[str, ...]] = {
    FIRE: (
        "着火", "起火", "失火", "火灾", "冒烟", "浓烟", "爆炸", "自燃", "燃起来", "烧起来", "困人", "被困", "困在",
        "关在电梯", "跳楼", "要跳", "坠楼",
    ),
    POLICE: (
        "打架", "打人", "打起来", "家暴", "被打", "持刀", "拿刀", "砍人", "抢劫", "抢东西", "抢我", "小偷", "入室",
        "被偷", "偷东西", "撬门", "撬锁", "跟踪我", "威胁要", "要杀", "诈骗", "被骗", "走失", "走丢", "失踪", "轻生",
        "自杀", "跳楼", "要跳",
    ),
    AMBULANCE: (
        "晕倒", "昏倒", "昏迷", "不省人事", "没有呼吸", "没呼吸", "喘不上气", "胸口疼", "胸痛", "心脏病", "中风",
        "脑梗", "流血", "出血", "骨折", "摔伤", "砸伤", "烫伤", "烧伤", "触电", "溺水", "落水", "中毒", "农药",
        "坠楼", "自杀", "轻生", "受伤",
    ),
}  # fmt: skip
GAS = (
    "燃气味", "煤气味", "天然气味", "液化气味", "燃气泄漏", "煤气泄漏", "天然气泄漏", "漏煤气", "漏燃气", "漏天然气",
    "燃气漏", "煤气漏", "天然气漏", "瓦斯味",
)  # fmt: skip


def numbers_for(words: str) -> list[str]:
    """The numbers to call first for what was typed, none where nothing sounds dangerous."""
    text = "".join(words.split())
    found = [number for number, heard in HEARD.items() if any(word in text for word in heard)]
    return [FIRE, *(one for one in found if one != FIRE)] if smells_of_gas(text) else found


def smells_of_gas(words: str) -> bool:
    text = "".join(words.split())
    return any(word in text for word in GAS)
