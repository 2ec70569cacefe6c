import { similarities } from "../similarities.js";

export async function POST(request) {
  return Response.json(await similarities(await request.json()));
}
