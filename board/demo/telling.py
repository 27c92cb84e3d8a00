"""The played day's story, a line for each thing that happens."""

from typing import Final

from board.demo.catalogue import Text

LINES: Final = {
    "take_in": Text(
        "{who} 接车 {plate} {what}，预计 {time} 交车", "{who} takes in {plate}, {what}, promised for {time}"
    ),
    "dispatch": Text("{who} 派工 {plate} → {bay} 工位", "{who} sends {plate} to bay {bay}"),
    "move": Text("{who} 移车 {plate} → {bay} 工位", "{who} has {plate} moved to bay {bay}"),
    "clock_on": Text("{who} 上工 {plate}", "{who} clocks on to {plate}"),
    "resume": Text("{who} 继续 {plate}", "{who} goes on with {plate}"),
    "switch": Text("{who} 先放下手上的车，转做 {plate}", "{who} puts the car at hand aside for {plate}"),
    "parts": Text("{who} 中断 {plate}：待料", "{who} stops at {plate}: waiting for parts"),
    "customer_approval": Text(
        "{who} 中断 {plate}：待客户确认", "{who} stops at {plate}: waiting for the customer's yes"
    ),
    "finish_operation": Text("{who} 完成 {plate}：{what}", "{who} finishes on {plate}: {what}"),
    "pass_self_check": Text("{who} 自检合格 {plate}", "{who} signs the self check of {plate}"),
    "pass_leader_check": Text("{who} 班组长检验合格 {plate}", "{who} signs the team leader's check of {plate}"),
    "pass_final_check": Text("{who} 总检合格 {plate}", "{who} passes {plate} in the final check"),
    "fail_final_check": Text("{who} 总检不合格 {plate}：{what}", "{who} fails {plate} in the final check: {what}"),
    "start_wash": Text("{who} 开始洗车 {plate}", "{who} starts washing {plate}"),
    "end_wash": Text("{who} 洗毕，{plate} 停 {what}", "{who} parks {plate}, clean, in {what}"),
    "park_ready": Text("{who} 把 {plate} 停到 {what}", "{who} parks {plate} in {what}"),
    "announce": Text("{who} 通知客户：{plate} 可以提车", "{who} tells the customer that {plate} is ready"),
    "hand_over": Text("{who} 陪客户验车 {plate}", "{who} walks round {plate} with its owner"),
    "settle": Text("{who} 结算 {plate}", "{who} settles {plate}"),
    "deliver": Text("{who} 放行 {plate}", "{who} opens the gate for {plate}"),
    "promise": Text("{who} 改约 {plate}：{time}，{what}", "{who} promises {plate} for {time} instead: {what}"),
    "refused": Text("　　未通过：{what}", "    refused: {what}"),
    "end": Text("今天到此为止，共 {what} 件事。", "The day ends here, after {what} events."),
    "gone": Text("看板一直没有应答，到此为止。", "The board has not answered for a long time. The day ends here."),
}


def line(language: str, event: str, **filled: str) -> str:
    """What is told of an event."""
    return LINES[event].said_in(language).format(**filled)
